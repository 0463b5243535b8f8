import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { IconAlertTriangle } from '../shared/page-icons';
import type { ReactNode } from 'react';
import { CopyField } from '../shared/copy-field';
import { useTexts } from './texts';

interface Props {
  title: string;
  label: string;
  value: string;
  /** That it cannot be seen again. */
  warning: string;
  children?: ReactNode;
  onDone(): void;
}

/** Something that is shown once. A slip of the hand does not close it. */
export function SecretShown({ title, label, value, warning, children, onDone }: Props) {
  const t = useTexts();
  return (
    <Modal
      opened
      size="lg"
      title={title}
      onClose={onDone}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack>
        <Alert color="yellow" icon={<IconAlertTriangle />} title={t('saveNow')}>
          {warning}
        </Alert>
        <CopyField label={label} value={value} />
        {children}
        <Group justify="flex-end">
          <Button onClick={onDone}>{t('stored')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
