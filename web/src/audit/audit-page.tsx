import { ActionIcon, Anchor, Code, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconFilter } from '../shared/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { dateTime, exactTime } from '../i18n/format';
import { DataTable } from '../shared/data-table';
import { FilterChips } from '../shared/filters';
import { type ListQuery, useListState } from '../shared/list-state';
import { Page } from '../shared/page';
import { Loaded, NothingFound, NothingYet } from '../shared/page-states';
import { Pager } from '../shared/pager';
import { periodEndInWords } from '../shared/period-filter';
import { useTexts as useSharedTexts } from '../shared/texts';
import { AuditFilters, type AuditListState } from './audit-filters';
import classes from './audit.module.css';
import { ChangeList } from './change-list';
import { useNames } from './names';
import { actionInWords, pageOf, subjectInWords } from './subject';
import { word } from '../i18n/words';
import { useTexts } from './texts';

type Entry = Schemas['AuditEntryView'];

const FILTERS = ['userId', 'subject', 'subjectId', 'from', 'to'] as const;

export default function AuditPage() {
  const t = useTexts();
  const list = useListState<ListQuery<'/api/audit'>>(FILTERS);
  const { users, nameOf } = useNames();
  const entries = useQuery({
    queryKey: ['audit', list.query],
    queryFn: ({ signal }) => call(api.GET('/api/audit', { params: { query: list.query }, signal })),
    placeholderData: keepPreviousData,
  });
  const describe = (name: (typeof FILTERS)[number], value: string) => {
    if (name === 'userId') return `${t('user')}: ${nameOf('user', value) ?? value}`;
    if (name === 'subject') return `${t('subjectFilter')}: ${subjectInWords(value)}`;
    if (name === 'subjectId') return word('numbered', { id: value });
    return periodEndInWords(name, value);
  };
  return (
    <Page title={t('title')}>
      <Text c="dimmed" size="sm" mb="md">
        {t('hint')}
      </Text>
      <AuditFilters list={list} users={users} />
      <FilterChips list={list} describe={describe} />
      <Loaded query={entries}>
        {({ data, meta }) =>
          data.length === 0 ? (
            list.hasFilters ? (
              <NothingFound onReset={list.reset} />
            ) : (
              <NothingYet title={t('nothing')} hint={t('hint')} />
            )
          ) : (
            <>
              <DataTable<Entry>
                label={t('title')}
                rows={data}
                rowKey={({ id }) => id}
                sort={list.sort}
                onSort={list.sortBy}
                columns={[
                  {
                    key: 'what',
                    header: t('what'),
                    width: 250,
                    render: (entry) => <What entry={entry} name={nameOf(entry.subject, entry.subjectId)} list={list} />,
                  },
                  { key: 'who', header: t('who'), width: 170, render: (entry) => <Who entry={entry} /> },
                  {
                    key: 'when',
                    header: t('when'),
                    width: 150,
                    sort: 'createdAt',
                    render: ({ createdAt }) => (
                      <time dateTime={createdAt} title={exactTime(createdAt)}>
                        {dateTime(createdAt)}
                      </time>
                    ),
                  },
                  {
                    key: 'changes',
                    header: t('changes'),
                    render: (entry) => <ChangeList entry={entry} nameOf={nameOf} />,
                  },
                  {
                    key: 'request',
                    header: t('request'),
                    align: 'right',
                    width: 130,
                    render: ({ requestId }) => <RequestId id={requestId} />,
                  },
                ]}
              />
              <Pager list={list} total={meta.total} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function What({ entry, name, list }: { entry: Entry; name: string | undefined; list: AuditListState }) {
  const t = useTexts();
  const { action, subject, subjectId } = entry;
  const isOne = subjectId !== '0'; // lists have no number
  const which = name ? `«${name}»` : word('numbered', { id: subjectId });
  const thing = isOne ? `${subjectInWords(subject)} ${which}` : subjectInWords(subject);
  const href = pageOf(entry);
  return (
    <>
      <Text size="sm" fw={600}>
        {actionInWords(action)}
      </Text>
      <Text size="sm" component="div">
        {href ? (
          <Anchor component={Link} href={href} size="sm">
            {thing}
          </Anchor>
        ) : (
          thing
        )}
        {isOne && !list.filters.subjectId && (
          <Tooltip label={t('onlyThis')}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              ml={4}
              className={classes.only}
              aria-label={`${t('onlyThis')}: ${thing}`}
              onClick={() => list.filter({ subject, subjectId })}
            >
              <IconFilter size={14} />
            </ActionIcon>
          </Tooltip>
        )}
      </Text>
    </>
  );
}

function Who({ entry: { actor, apiKeyId } }: { entry: Entry }) {
  const t = useTexts();
  return (
    <>
      {actor}
      {apiKeyId && (
        <Text size="xs" c="dimmed">
          {t('byKey')}
        </Text>
      )}
    </>
  );
}

const SHOWN_CHARACTERS = 8;

function RequestId({ id }: { id: string }) {
  const t = useTexts();
  const shared = useSharedTexts();
  if (!id) return null;
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end" className={classes.request}>
      <Code title={id}>{id.length > SHOWN_CHARACTERS ? `${id.slice(0, SHOWN_CHARACTERS)}…` : id}</Code>
      <CopyButton value={id} timeout={2_000}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? shared('copied') : shared('copy')}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color={copied ? 'green' : 'gray'}
              aria-label={t('copyRequest', { id })}
              onClick={copy}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
