import { ActionIcon, type ActionIconProps, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconDots, IconPencil, IconTrash } from './page-icons';
import { useTexts } from './texts';

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

interface EditOrDeleteProps extends ActionIconProps {
  label: string;
  /** What changing it is called. */
  edit: string;
  onEdit(): void;
  onDelete(): void;
  mayDelete: boolean;
}

/** The two things that can be done with most of what is set up. */
export function EditOrDelete({ label, edit, onEdit, onDelete, mayDelete, ...button }: EditOrDeleteProps) {
  const t = useTexts();
  return (
    <RowMenu label={label} {...button}>
      <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
        {edit}
      </Menu.Item>
      <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} color="red" disabled={!mayDelete} onClick={onDelete}>
        {t('delete')}
      </Menu.Item>
    </RowMenu>
  );
}
