import { ActionIcon, type ActionIconProps, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconArrowsSort, IconDots, IconPencil, IconTrash } from './page-icons';
import { useTexts as useListTexts } from './list-texts';
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
  /** Where they stand in an order: asks for another place in it. */
  onMove?: () => void;
  onDelete(): void;
  /** Whether anything but looking can be done now. */
  mayAct: boolean;
}

/** The two things that can be done with most of what is set up. */
export function EditOrDelete({ label, edit, onEdit, onMove, onDelete, mayAct, ...button }: EditOrDeleteProps) {
  const t = useTexts();
  const list = useListTexts();
  return (
    <RowMenu label={label} {...button}>
      <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
        {edit}
      </Menu.Item>
      {onMove && (
        <Menu.Item leftSection={<IconArrowsSort size={16} aria-hidden />} disabled={!mayAct} onClick={onMove}>
          {list('moveTo')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} color="red" disabled={!mayAct} onClick={onDelete}>
        {t('delete')}
      </Menu.Item>
    </RowMenu>
  );
}
