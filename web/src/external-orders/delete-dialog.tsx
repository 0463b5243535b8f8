import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call } from '../api/client';
import { outOfDate } from '../api/queries';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts } from './detail-texts';

/** Takes an external order out of the inbox; it has to be said why. */
export function DeleteDialog({ id, onClose }: { id: string; onClose(): void }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const [reason, setReason] = useState('');
  const remove = useMutation({
    mutationFn: () =>
      call(api.DELETE('/api/external-orders/{id}', { params: { path: { id } }, body: { reason: reason.trim() } })),
    onSuccess: async () => {
      notifySuccess(t('deleted'));
      await outOfDate('external-orders');
      onClose();
    },
    onError: (error) => notifyFailure(error),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={reason === ''}
      closeOnEscape={reason === ''}
      title={t('deleteTitle')}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim()) remove.mutate();
        }}
      >
        <Stack>
          <Text size="sm">{t('deleteHint')}</Text>
          <Textarea
            label={t('deleteReason')}
            required
            autosize
            minRows={2}
            maxLength={2_000}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared('cancel')}
            </Button>
            <Button type="submit" color="red" disabled={!reason.trim()} loading={remove.isPending}>
              {shared('delete')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
