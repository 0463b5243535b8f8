import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { text } from './texts';

interface Question {
  title: string;
  children?: ReactNode;
  /** What the button that goes on is called; «ОК» else. */
  confirm?: string;
  isDangerous?: boolean;
}

/** Asks before something is done. Resolves with whether to go on. */
export function confirm({ title, children, confirm: label = text('ok'), isDangerous }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title,
      children: typeof children === 'string' ? <Text size="sm">{children}</Text> : children,
      labels: { confirm: label, cancel: text('cancel') },
      confirmProps: { color: isDangerous ? 'red' : undefined, 'data-autofocus': true },
      closeButtonProps: { 'aria-label': text('close') },
      onConfirm: () => resolve(true),
      // However it is closed: by the button, Escape or a click beside it.
      onClose: () => resolve(false),
    });
  });
}
