import { Button, FileButton, Group, Text } from '@mantine/core';
import { type DragEvent, type ReactNode, useState } from 'react';
import { IconUpload } from '../shared/page-icons';
import { useIsOnline } from '../shell/connection-watch';
import classes from './file-drop.module.css';

/** `.xls` too: the service says what to do about it. */
export const ACCEPTED = '.csv,.txt,.tsv,.xlsx,.xls,.zip';

interface Props {
  /** What the button says. */
  label: string;
  hint: ReactNode;
  isBusy: boolean;
  isMain?: boolean;
  onFile(file: File): void;
}

/** A file is chosen by the button, or dropped anywhere around it. */
export function FileDrop({ label, hint, isBusy, isMain = false, onFile }: Props) {
  const isOnline = useIsOnline();
  const [isOver, setOver] = useState(false);
  const isClosed = isBusy || !isOnline;
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(!isClosed);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file && !isClosed) onFile(file);
  };
  return (
    <div
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group gap="sm">
        <FileButton accept={ACCEPTED} disabled={isClosed} onChange={(file) => file && onFile(file)}>
          {(props) => (
            <Button
              {...props}
              variant={isMain ? 'filled' : 'default'}
              leftSection={<IconUpload size={16} aria-hidden />}
              loading={isBusy}
              disabled={!isOnline}
            >
              {label}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed" className={classes.hint}>
          {hint}
        </Text>
      </Group>
    </div>
  );
}
