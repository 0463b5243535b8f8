import { Group, Pagination, Select, Text } from '@mantine/core';
import { rowCount } from '../i18n/format';
import { type ListState, PER_PAGE } from './list-state';
import { useTexts } from './list-texts';

type PagedList = Pick<ListState, 'page' | 'perPage' | 'goTo' | 'setPerPage'>;

/** How many there are, and the way through their pages. */
export function Pager({ list, total }: { list: PagedList; total: number }) {
  const t = useTexts();
  const pages = Math.max(1, Math.ceil(total / list.perPage));
  return (
    <Group justify="space-between" mt="md" gap="sm">
      <Text size="sm" c="dimmed" aria-live="polite">
        {t('found', { count: rowCount(total) })}
      </Text>
      <Group gap="sm">
        {total > PER_PAGE[0] && (
          <Select
            aria-label={t('perPage')}
            size="xs"
            w={84}
            data={PER_PAGE.map(String)}
            value={String(list.perPage)}
            allowDeselect={false}
            onChange={(value) => value && list.setPerPage(Number(value))}
          />
        )}
        {pages > 1 && (
          <Pagination
            size="sm"
            total={pages}
            value={Math.min(list.page, pages)}
            onChange={list.goTo}
            aria-label={t('page')}
            getItemProps={(page) => ({ 'aria-label': String(page) })}
            getControlProps={(control) => ({
              'aria-label': control === 'next' ? t('nextPage') : control === 'previous' ? t('previousPage') : control,
            })}
          />
        )}
      </Group>
    </Group>
  );
}
