import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTexts as useSharedTexts } from '../shared/texts';
import type { Decision } from './decide-many';
import { RefusalReason } from './refusal-reason';
import { useTexts } from './texts';

interface Props {
  decision: Decision;
  /** № GettZap of the orders, as far as they are known. */
  count: number;
  names: string[];
  isPending: boolean;
  onDecide(reason: string): void;
  onClose(): void;
}

const NAMED_AT_MOST = 8;

/** Asks before whole external orders are decided; Enter goes on. */
export function DecisionDialog({ decision, count, names, isPending, onDecide, onClose }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const [reason, setReason] = useState('');
  const isRefusal = decision === 'refuse';
  const left = count - Math.min(names.length, NAMED_AT_MOST);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(isRefusal ? 'refuseTitle' : 'acceptTitle', { count })}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onDecide(reason.trim());
        }}
      >
        <Stack>
          <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {names.slice(0, NAMED_AT_MOST).join(', ')}
            {left > 0 && ` ${t('more', { count: left })}`}
          </Text>
          {isRefusal && <RefusalReason value={reason} onChange={setReason} data-autofocus />}
          <Text size="sm" c="dimmed">
            {t('decideHint')}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared('cancel')}
            </Button>
            <Button
              type="submit"
              color={isRefusal ? 'red' : undefined}
              loading={isPending}
              data-autofocus={!isRefusal || undefined}
            >
              {t(isRefusal ? 'refuse' : 'accept')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
