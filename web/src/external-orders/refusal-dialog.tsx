import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTexts as useSharedTexts } from '../shared/texts';
import { RefusalReason } from './refusal-reason';
import { useTexts } from './texts';

interface Props {
  /** № GettZap of the orders. */
  names: string[];
  isPending: boolean;
  onRefuse(reason: string): void;
  onClose(): void;
}

const NAMED_AT_MOST = 8;

/** Asks why whole external orders are refused; Enter goes on, with a reason or without one. */
export function RefusalDialog({ names, isPending, onRefuse, onClose }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const [reason, setReason] = useState('');
  const left = names.length - NAMED_AT_MOST;
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={reason === ''}
      closeOnEscape={reason === ''}
      title={t('refuseTitle', { count: names.length })}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onRefuse(reason.trim());
        }}
      >
        <Stack>
          <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {names.slice(0, NAMED_AT_MOST).join(', ')}
            {left > 0 && ` ${t('more', { count: left })}`}
          </Text>
          <RefusalReason value={reason} onChange={setReason} data-autofocus />
          <Text size="sm" c="dimmed">
            {t('decideHint')}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared('cancel')}
            </Button>
            <Button type="submit" color="red" loading={isPending}>
              {t('refuse')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
