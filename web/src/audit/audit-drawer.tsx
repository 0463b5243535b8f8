import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { exactTime } from '../i18n/format';
import { useWords } from '../i18n/words';
import { CopyField } from '../shared/copy-field';
import { Facts } from '../shared/facts';
import { IconFilter } from '../shared/page-icons';
import { Loaded } from '../shared/page-states';
import { SideDrawer } from '../shared/side-drawer';
import { useTexts as useSharedTexts } from '../shared/texts';
import type { AuditListState } from './audit-filters';
import classes from './audit.module.css';
import { changesOf, sidesOf } from './changes';
import { type Entry, fieldInWords, type NameOf, valueInWords } from './field-words';
import { useNames } from './names';
import { actionInWords } from './subject';
import { useTexts } from './texts';
import { Thing } from './thing';

interface Props {
  /** "" = closed. */
  id: string;
  list: AuditListState;
  onClose(): void;
}

interface Shown {
  entry: Entry;
  nameOf: NameOf;
}

/** One entry of the log in full: every changed field as it was and as it became. */
export function AuditDrawer({ id, list, onClose }: Props) {
  const t = useTexts();
  const entry = useQuery({
    queryKey: ['audit', 'entry', id],
    queryFn: ({ signal }) => call(api.GET('/api/audit/{id}', { params: { path: { id } }, signal })),
    enabled: id !== '',
    staleTime: Infinity, // what was done stays as it is
  });
  // The list beside it may be of other entries.
  const { nameOf } = useNames(entry.data ? [entry.data] : []);
  return (
    <SideDrawer isOpen={id !== ''} title={entry.data ? actionInWords(entry.data.action) : t('entry')} onClose={onClose}>
      <Loaded query={entry}>
        {(data) => (
          <Stack>
            <About entry={data} nameOf={nameOf} />
            <Narrow entry={data} list={list} />
            <Changes entry={data} nameOf={nameOf} />
            {data.requestId && <CopyField label={t('request')} description={t('requestHint')} value={data.requestId} />}
          </Stack>
        )}
      </Loaded>
    </SideDrawer>
  );
}

function About({ entry, nameOf }: Shown) {
  const t = useTexts();
  return (
    <Facts
      facts={[
        [
          t('when'),
          <time key="when" dateTime={entry.createdAt}>
            {exactTime(entry.createdAt)}
          </time>,
        ],
        [t('who'), entry.apiKeyId ? `${entry.actor} (${t('byKey')})` : entry.actor],
        [t('what'), <Thing key="what" entry={entry} nameOf={nameOf} />],
      ]}
    />
  );
}

/** Leads to the other entries about the same thing, or by the same person. */
function Narrow({ entry: { subject, subjectId, userId, actor }, list }: Pick<Props, 'list'> & { entry: Entry }) {
  const t = useTexts();
  const hasOne = subjectId !== '0' && !list.filters.subjectId;
  const hasPerson = userId !== null && !list.filters.userId;
  if (!hasOne && !hasPerson) return null;
  const icon = <IconFilter size={14} aria-hidden />;
  return (
    <Group gap="xs">
      {hasOne && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={icon}
          onClick={() => list.filter({ subject, subjectId })}
        >
          {t('onlyThis')}
        </Button>
      )}
      {hasPerson && (
        <Button size="compact-sm" variant="default" leftSection={icon} onClick={() => list.filter({ userId })}>
          {t('onlyBy', { name: actor })}
        </Button>
      )}
    </Group>
  );
}

function Changes({ entry, nameOf }: Shown) {
  const t = useTexts();
  useWords();
  useSharedTexts();
  const changes = changesOf(entry);
  const { hasBefore, hasAfter } = sidesOf(entry);
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('noFields')}
      </Text>
    );
  }
  return (
    <Table aria-label={t('changes')} withTableBorder layout="fixed" className={classes.changes}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="32%">{t('fieldHeader')}</Table.Th>
          {hasBefore && <Table.Th>{t('before')}</Table.Th>}
          {hasAfter && <Table.Th>{hasBefore ? t('after') : t('value')}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map(({ path, before, after }) => (
          <Table.Tr key={path.join('.')}>
            <Table.Td c="dimmed">{fieldInWords(path, entry, nameOf)}</Table.Td>
            {hasBefore && <Table.Td>{valueInWords(path, before, entry, nameOf)}</Table.Td>}
            {hasAfter && <Table.Td>{valueInWords(path, after, entry, nameOf)}</Table.Td>}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
