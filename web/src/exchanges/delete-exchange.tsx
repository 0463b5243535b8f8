import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api, call } from '../api/client';
import { queries } from '../api/queries';
import { confirm } from '../shared/confirm';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { IconTrash } from '../shared/page-icons';
import { useTexts as useSharedTexts } from '../shared/texts';
import { forgetUnsaved } from '../shared/unsaved';
import { useIsOnline } from '../shell/connection-watch';
import { type Exchange, exchangeKey, exchangesChanged } from './exchange';
import { useTexts } from './texts';

/** Deletes an exchange, after having said what becomes of its orders. */
export function DeleteExchange({ exchange: { id, kind, name } }: { exchange: Exchange }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const [, navigate] = useLocation();
  const remove = useMutation({
    mutationFn: () => call(api.DELETE('/api/exchanges/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      notifySuccess(t('deleted'));
      forgetUnsaved();
      navigate('/exchanges');
      queries.removeQueries({ queryKey: exchangeKey(id) });
      await exchangesChanged();
    },
    onError: (error) => notifyFailure(error),
  });
  const ask = async () => {
    const question = {
      title: t('deleteTitle', { name }),
      children: t(`deleteHint.${kind}`),
      confirm: shared('delete'),
    };
    if (await confirm({ ...question, isDangerous: true })) remove.mutate();
  };
  return (
    <Button
      variant="subtle"
      color="red"
      leftSection={<IconTrash size={16} aria-hidden />}
      loading={remove.isPending}
      disabled={!isOnline}
      onClick={() => void ask()}
    >
      {t('deleteExchange')}
    </Button>
  );
}
