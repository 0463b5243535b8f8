import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { later, LaterWindow } from '../shared/later';
import { reasonInWords } from '../shared/notify';
import { IconBookmark, IconPencil, IconPlus } from '../shared/page-icons';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts } from './texts';
import { type SavedList, useSavedFilters } from './use-saved-filters';

const SaveFilter = later(() => import('./save-filter'));
const ManageFilters = later(() => import('./manage-filters'));

/** Finds filters and sorting of a list again by the names that the user gave them. */
export function SavedFilters({ list }: { list: SavedList }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const { filters, isKnown, error, retry, present, apply } = useSavedFilters(list);
  const [opened, setOpened] = useState<'save' | 'manage'>();
  const close = () => setOpened(undefined);
  return (
    <>
      <Menu position="bottom-end" width={260} withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button variant="default" px="xs" leftSection={<IconBookmark size={16} aria-hidden />}>
            {t('menu')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          {error && (
            <>
              <Menu.Label>{`${shared('failed')}. ${reasonInWords(error)}`}</Menu.Label>
              <Menu.Item closeMenuOnClick={false} onClick={retry}>
                {shared('retry')}
              </Menu.Item>
            </>
          )}
          {isKnown && filters.length === 0 && <Menu.Label>{t('nothing')}</Menu.Label>}
          {filters.map((filter) => (
            <Menu.RadioItem
              key={filter.id}
              value={filter.id}
              checked={filter.query === present}
              closeMenuOnClick
              onChange={() => apply(filter)}
            >
              {filter.name}
            </Menu.RadioItem>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpened('save')}>
            {t('save')}
          </Menu.Item>
          {filters.length > 0 && (
            <Menu.Item leftSection={<IconPencil size={14} aria-hidden />} onClick={() => setOpened('manage')}>
              {t('manage')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <LaterWindow opening={opened}>
        {opened === 'save' && <SaveFilter list={list} filters={filters} query={present} onClose={close} />}
        {opened === 'manage' && <ManageFilters filters={filters} query={present} onClose={close} />}
      </LaterWindow>
    </>
  );
}
