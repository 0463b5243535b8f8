import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from './texts';

interface Props {
  isOpen: boolean;
  title: ReactNode;
  onClose(): void;
  children: ReactNode;
}

/** One row of a list in full, beside the list; on a phone over it. */
export function SideDrawer({ isOpen, title, onClose, children }: Props) {
  const t = useTexts();
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size="min(680px, 100%)"
      title={title}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {children}
    </Drawer>
  );
}
