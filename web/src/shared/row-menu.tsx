import { ActionIcon, type ActionIconProps, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconDots } from './page-icons';

interface Props extends ActionIconProps {
  label: string;
  /** `Menu.Item`s. */
  children: ReactNode;
}

/** What else can be done with something, behind three dots. */
export function RowMenu({ label, children, ...button }: Props) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label} {...button}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
