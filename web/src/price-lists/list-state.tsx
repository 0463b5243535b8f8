import { Alert, Anchor, Badge, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { errorInWords } from '../api/field-words';
import { percent } from '../i18n/format';
import { Ago } from '../shared/ago';
import { connectionErrorInWords } from '../shared/network-words';
import { IconAlertTriangle } from '../shared/page-icons';
import { importAddress, type ListImport, type PriceList } from './price-list';
import { useTexts } from './texts';

export type ListState = 'running' | 'held' | 'empty' | 'stale' | 'live';

const COLORS: Record<ListState, string> = {
  running: 'indigo',
  held: 'orange',
  empty: 'gray',
  stale: 'yellow',
  live: 'green',
};

/** What is most worth knowing of a list. */
export function stateOf({ running, heldImportId, listedAt, isStale }: PriceList): ListState {
  if (running) return 'running';
  if (heldImportId !== null) return 'held';
  if (listedAt === null) return 'empty';
  return isStale ? 'stale' : 'live';
}

export function ListBadge({ list }: { list: PriceList }) {
  const t = useTexts();
  const state = stateOf(list);
  return (
    <>
      <Badge color={COLORS[state]}>{t(`state.${state}`)}</Badge>
      {list.isStale && state !== 'stale' && <Badge color={COLORS.stale}>{t('state.stale')}</Badge>}
    </>
  );
}

const IMPORT_COLORS: Record<ListImport['state'], string> = {
  running: 'indigo',
  held: 'orange',
  live: 'green',
  failed: 'red',
  discarded: 'gray',
  superseded: 'gray',
};

export function ImportBadge({ state }: { state: ListImport['state'] }) {
  const t = useTexts();
  return <Badge color={IMPORT_COLORS[state]}>{t(`importState.${state}`)}</Badge>;
}

/** How far a file is read. */
export function ReadingProgress({ progress }: { progress: number }) {
  const t = useTexts();
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress value={progress} size="sm" miw={72} style={{ flex: 1 }} aria-label={t('reading')} />
      <Text span size="xs" c="dimmed">
        {percent(progress)}
      </Text>
    </Group>
  );
}

/** What is wrong with a list in a line each, below its badge. */
export function ListTroubleLines({ list: { lastFailure, fetchError } }: { list: PriceList }) {
  const t = useTexts();
  const lines = [
    lastFailure && `${t('lastFailed')}: ${errorInWords(lastFailure)}`,
    fetchError && `${t('notFetched')}: ${connectionErrorInWords(fetchError)}`,
  ].filter((line) => line !== null);
  return lines.map((line) => (
    <Text key={line} size="xs" c="var(--mantine-color-error)">
      {line}
    </Text>
  ));
}

/** What of a list needs somebody, above all else of its page. */
export function ListTrouble({ list }: { list: PriceList }) {
  const t = useTexts();
  const { id, heldImportId, lastFailure, fetchError, fetchErrorSince, isStale, listedAt } = list;
  return (
    <Stack gap="xs" mb="md" hidden={!isTroubled(list)}>
      {heldImportId !== null && (
        <Alert color="orange" icon={<IconAlertTriangle />} title={t('heldTitle')}>
          <Group justify="space-between" gap="sm">
            <Text size="sm">{t('heldHint')}</Text>
            <Button component={Link} href={importAddress(id, heldImportId)} size="compact-md">
              {t('lookAndDecide')}
            </Button>
          </Group>
        </Alert>
      )}
      {lastFailure && (
        <Alert color="red" icon={<IconAlertTriangle />} title={t('lastFailed')}>
          <Text size="sm">{errorInWords(lastFailure)}</Text>
          <Text size="sm">{t(listedAt ? 'formerStays' : 'noneYet')}</Text>
        </Alert>
      )}
      {fetchError && (
        <Alert color="red" icon={<IconAlertTriangle />} title={t('notFetched')}>
          <Text size="sm">{connectionErrorInWords(fetchError)}</Text>
          <Text size="sm">
            {fetchErrorSince && (
              <>
                {t('fetchFailedFirst')} <Ago time={fetchErrorSince} />.{' '}
              </>
            )}
            {t('fetchedAgain')}{' '}
            <Anchor component={Link} href={`/price-lists/${id}?tab=settings&topic=source`} size="sm" underline="always">
              {t('toSource')}
            </Anchor>
          </Text>
        </Alert>
      )}
      {isStale && (
        <Alert color="yellow" icon={<IconAlertTriangle />} title={t('staleTitle')}>
          {t('staleHint')}
        </Alert>
      )}
    </Stack>
  );
}

function isTroubled({ heldImportId, lastFailure, fetchError, isStale }: PriceList): boolean {
  return heldImportId !== null || lastFailure !== null || fetchError !== null || isStale;
}
