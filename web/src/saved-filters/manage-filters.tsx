import { ActionIcon, Group, List, Modal, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call } from '../api/client';
import { outOfDate } from '../api/queries';
import { confirm } from '../shared/confirm';
import { IconPencil, IconRefresh, IconTrash } from '../shared/page-icons';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useIsOnline } from '../shell/connection-watch';
import { RenameFilter } from './save-filter';
import classes from './saved-filters.module.css';
import { useTexts } from './texts';
import { replaceFilter, type SavedFilter } from './use-saved-filters';

interface Props {
  filters: SavedFilter[];
  /** What is chosen in the list now. */
  query: string;
  onClose(): void;
}

/** The saved filters of a list, each to be renamed, replaced and deleted. */
export default function ManageFilters({ filters, query, onClose }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const [renamed, setRenamed] = useState<SavedFilter>();
  const changing = useMutation({
    mutationFn: async ({ change, done }: { change: Promise<unknown>; done: string }) => {
      await change;
      notifySuccess(done);
    },
    onError: (error) => notifyFailure(error),
    onSettled: () => outOfDate('saved-filters'),
  });
  const replace = ({ id, name }: SavedFilter) =>
    changing.mutate({ change: replaceFilter(id, query), done: t('replaced', { name }) });
  const remove = async ({ id, name }: SavedFilter) => {
    const isSure = await confirm({
      title: t('deleteTitle', { name }),
      confirm: shared('delete'),
      isDangerous: true,
    });
    if (!isSure) return;
    const change = call(api.DELETE('/api/saved-filters/{id}', { params: { path: { id } } }));
    changing.mutate({ change, done: t('deleted') });
    if (filters.length === 1) onClose();
  };
  const look = { variant: 'subtle', color: 'gray', disabled: !isOnline } as const;
  return (
    <Modal opened onClose={onClose} title={t('manageTitle')} closeButtonProps={{ 'aria-label': shared('close') }}>
      <List listStyleType="none" className={classes.list} aria-label={t('manageTitle')}>
        {filters.map((filter) => (
          <List.Item key={filter.id}>
            <Group wrap="nowrap" gap={4}>
              <Text size="sm" flex={1} className={classes.name}>
                {filter.name}
              </Text>
              {filter.query !== query && (
                <ActionIcon
                  {...look}
                  aria-label={t('replaceBy', { name: filter.name })}
                  title={t('replaceBy', { name: filter.name })}
                  onClick={() => replace(filter)}
                >
                  <IconRefresh size={16} />
                </ActionIcon>
              )}
              <ActionIcon
                {...look}
                aria-label={t('rename', { name: filter.name })}
                title={t('rename', { name: filter.name })}
                onClick={() => setRenamed(filter)}
              >
                <IconPencil size={16} />
              </ActionIcon>
              <ActionIcon
                {...look}
                aria-label={t('delete', { name: filter.name })}
                title={t('delete', { name: filter.name })}
                onClick={() => void remove(filter)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          </List.Item>
        ))}
      </List>
      {renamed && <RenameFilter filter={renamed} onClose={() => setRenamed(undefined)} />}
    </Modal>
  );
}
