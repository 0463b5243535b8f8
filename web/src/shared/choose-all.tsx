import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type Paging, wholeList } from '../api/whole-list';
import { number, rowCount } from '../i18n/format';
import { useIsOnline } from '../shell/connection-watch';
import { notifyFailure } from './notify';
import { MOST_CHOSEN, type Selection } from './selection';
import { useTexts } from './list-texts';

interface Props<T> {
  selection: Selection;
  /** What is on the page. */
  rows: T[];
  /** How many the filters leave. */
  total: number;
  /** How many of them came in and are not shown yet: this line does not come in over the rows for their sake. */
  arrived: number;
  /** Asks for a page of the list as it is filtered and sorted. */
  ask(paging: Paging): Promise<{ data: T[]; meta: { total: number } }>;
  /** Told of them before they are chosen. */
  onFound(rows: T[]): void;
}

/** Under a page that is chosen as a whole: offers all that the filters leave, up to a thousand. */
export function ChooseAll<T extends { id: string }>({ selection, rows, total, arrived, ask, onFound }: Props<T>) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const finding = useMutation({ mutationFn: () => wholeList(ask, MOST_CHOSEN) });
  const isPageChosen = rows.length > 0 && rows.every(({ id }) => selection.has(id));
  if (!isPageChosen || total - arrived <= rows.length) return null;
  const most = Math.min(total, MOST_CHOSEN);
  const isAllChosen = selection.keys.length >= most;
  const isCut = total > MOST_CHOSEN;
  const words = { count: number(most), total: rowCount(total) };
  // Not heard when the filters change meanwhile: this line goes with them.
  const choose = () =>
    finding.mutate(undefined, {
      onSuccess: (found) => {
        onFound(found);
        selection.set(
          found.map(({ id }) => id),
          true,
        );
      },
      onError: (error) => notifyFailure(error),
    });
  return (
    <Group justify="center" gap="xs" mb="xs" role="status">
      <Text size="sm">
        {isAllChosen
          ? t(isCut ? 'firstFoundChosen' : 'allFoundChosen', words)
          : t('pageChosen', { count: rows.length })}
      </Text>
      {isAllChosen ? (
        <Button size="compact-sm" variant="subtle" onClick={selection.clear}>
          {t('clearChoice')}
        </Button>
      ) : (
        <Button size="compact-sm" variant="light" loading={finding.isPending} disabled={!isOnline} onClick={choose}>
          {t(isCut ? 'chooseFirstFound' : 'chooseAllFound', words)}
        </Button>
      )}
    </Group>
  );
}
