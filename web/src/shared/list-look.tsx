import { ActionIcon, Menu } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { type CSSProperties, useMemo } from 'react';
import type { Column } from './data-table';
import { IconSettings } from './page-icons';
import { useTexts } from './list-texts';

/** Lists whose look is remembered, each for itself. */
export type ListName = 'external-orders' | 'positions' | 'orders';

interface ListLook {
  isRoomy: boolean;
  /** Keys of columns. */
  hidden: string[];
}

const AT_FIRST: ListLook = { isRoomy: false, hidden: [] };
const ROOMY = '52px';

function useStoredLook(name: ListName) {
  return useLocalStorage({ key: `partsdesk-look-${name}`, defaultValue: AT_FIRST, getInitialValueInEffect: false });
}

/** The columns that somebody wants to see, and how high rows are, for `DataTable`. */
export function useListLook<T>(name: ListName, columns: Column<T>[]): { columns: Column<T>[]; style: CSSProperties } {
  const [{ isRoomy, hidden }] = useStoredLook(name);
  const shown = useMemo(() => columns.filter(({ key }) => !hidden.includes(key)), [columns, hidden]);
  const style = useMemo(() => (isRoomy ? ({ '--row-height': ROOMY } as CSSProperties) : {}), [isRoomy]);
  return { columns: shown, style };
}

/** Chooses columns and the height of rows; the first column, which leads on, always stays. */
export function ListLookMenu<T>({ name, columns }: { name: ListName; columns: Column<T>[] }) {
  const t = useTexts();
  const [look, setLook] = useStoredLook(name);
  const { isRoomy, hidden } = look;
  const turn = (key: string) =>
    setLook({ ...look, hidden: hidden.includes(key) ? hidden.filter((each) => each !== key) : [...hidden, key] });
  return (
    <Menu position="bottom-end" closeOnItemClick={false} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="default" size="input-sm" aria-label={t('listLook')} title={t('listLook')}>
          <IconSettings size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('rowHeight')}</Menu.Label>
        <Choice isChosen={!isRoomy} label={t('compact')} onChoose={() => setLook({ ...look, isRoomy: false })} isOne />
        <Choice isChosen={isRoomy} label={t('roomy')} onChoose={() => setLook({ ...look, isRoomy: true })} isOne />
        <Menu.Label>{t('columns')}</Menu.Label>
        {columns.slice(1).map(({ key, header }) => (
          <Choice key={key} isChosen={!hidden.includes(key)} label={header} onChoose={() => turn(key)} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ChoiceProps {
  isChosen: boolean;
  label: string;
  /** Of several one only. */
  isOne?: boolean;
  onChoose(): void;
}

function Choice({ isChosen, label, isOne, onChoose }: ChoiceProps) {
  const state = { checked: isChosen, onChange: onChoose };
  return isOne ? (
    <Menu.RadioItem value={label} {...state}>
      {label}
    </Menu.RadioItem>
  ) : (
    <Menu.CheckboxItem {...state}>{label}</Menu.CheckboxItem>
  );
}
