import { Button } from '@mantine/core';
import { type QueryKey, useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { queries } from '../api/queries';
import { useIsOnline } from '../shell/connection-watch';
import { confirm } from './confirm';
import { notifyFailure, notifySuccess } from './notify';
import { IconTrash } from './page-icons';
import { useTexts } from './texts';
import { useLeave } from './unsaved';

interface Props {
  label: string;
  question: { title: string; children: ReactNode };
  remove(): Promise<unknown>;
  /** What is said afterwards, and where the list is. */
  done: string;
  list: string;
  /** What was read of it. */
  queryKey: QueryKey;
  onChanged(): Promise<unknown>;
}

/** Deletes what a page is about, after having asked, and goes back to the list. */
export function DeleteButton({ label, question, remove, done, list, queryKey, onChanged }: Props) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const leave = useLeave();
  const removing = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      notifySuccess(done);
      leave(list);
      queries.removeQueries({ queryKey });
      await onChanged();
    },
    onError: (error) => notifyFailure(error),
  });
  const ask = async () => {
    if (await confirm({ ...question, confirm: t('delete'), isDangerous: true })) removing.mutate();
  };
  return (
    <Button
      variant="subtle"
      color="red"
      leftSection={<IconTrash size={16} aria-hidden />}
      loading={removing.isPending}
      disabled={!isOnline}
      onClick={() => void ask()}
    >
      {label}
    </Button>
  );
}
