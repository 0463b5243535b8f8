import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts } from './texts';

interface Props {
  /** How many orders. */
  count: number;
  onCancel(): void;
  onConfirm(): void;
}

/** Asks for a word to be typed, since nothing brings the data back. */
export function EraseQuestion({ count, onCancel, onConfirm }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const [typed, setTyped] = useState('');
  const isConfirmed = typed.trim().toLowerCase() === t('confirmWord');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isConfirmed) onConfirm();
  };
  return (
    <Modal
      opened
      onClose={onCancel}
      title={t('confirmTitle', { count })}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <form onSubmit={submit} autoComplete="off">
        <Stack>
          <Text size="sm">{t('confirmHint', { word: t('confirmWord') })}</Text>
          <TextInput
            label={t('confirmLabel')}
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>
              {shared('cancel')}
            </Button>
            <Button type="submit" color="red" disabled={!isConfirmed}>
              {t('confirmButton')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
