import { ActionIcon } from '@mantine/core';
import { useState } from 'react';
import { IconSearch } from '../shared/icons';
import { later, LaterWindow } from '../shared/later';
import { useShortcuts } from '../shared/shortcuts';
import { useTexts } from './texts';

const SearchWindow = later(() => import('./search-window'));

/** Searches orders and external orders from everywhere: Ctrl+K. */
export function Search() {
  const t = useTexts();
  const [opening, setOpening] = useState(0);
  const open = () => setOpening((former) => former + 1);
  useShortcuts([{ keys: 'Mod+KeyK', label: t('search'), run: open }]);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('search')}
        title={`${t('search')} (Ctrl+K)`}
        onClick={open}
      >
        <IconSearch size={18} />
      </ActionIcon>
      {opening > 0 && (
        <LaterWindow opening={opening}>
          <SearchWindow opening={opening} />
        </LaterWindow>
      )}
    </>
  );
}
