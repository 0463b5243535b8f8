import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call } from '../api/client';
import { isApiError } from '../api/errors';
import { outOfDate } from '../api/queries';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useIsOnline } from '../shell/connection-watch';
import { StatusSelect } from './status-select';
import { useTexts } from './texts';
import type { OrderStatus } from './use-statuses';

interface Props {
  status: OrderStatus;
  statuses: OrderStatus[];
  onClose(): void;
}

/** Deletes a status; one that is in use only together with another that takes its place. */
export function DeleteStatus({ status, statuses, onClose }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const [replacementId, setReplacementId] = useState<string | null>(null);
  // New orders need the initial one: that is known without asking.
  const [isUsed, setUsed] = useState(status.isInitial);
  const remove = useMutation({
    mutationFn: () =>
      call(
        api.DELETE('/api/order-statuses/{id}', {
          params: { path: { id: status.id }, query: replacementId ? { replacementId } : {} },
        }),
      ),
    onSuccess: () => {
      notifySuccess(t('deleted', { name: status.name }));
      onClose();
    },
    onError: (error) => {
      if (isApiError(error, 'status_in_use')) setUsed(true);
      else notifyFailure(error);
    },
    onSettled: () => outOfDate('order-statuses'),
  });
  const others = statuses.filter(({ id }) => id !== status.id);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('deleteTitle', { name: status.name })}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <Stack>
        {isUsed ? (
          <>
            <Alert color="yellow" role="alert">
              {status.isInitial ? t('deleteInitial') : t('deleteUsed')}
            </Alert>
            <StatusSelect
              label={t('replacement')}
              description={t('replacementHint')}
              statuses={others}
              value={replacementId}
              onChange={setReplacementId}
              required
              allowDeselect={false}
              data-autofocus
            />
          </>
        ) : (
          <Text size="sm">{t('deleteHint')}</Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {shared('cancel')}
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            disabled={!isOnline || (isUsed && !replacementId)}
            onClick={() => remove.mutate()}
          >
            {isUsed ? t('deleteAndReplace') : shared('delete')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
