import { Alert, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useParams } from 'wouter';
import { errorInWords } from '../api/field-words';
import { bytes, exactTime, money, number } from '../i18n/format';
import { Facts } from '../shared/facts';
import { IconCircleCheck, IconX } from '../shared/page-icons';
import { Page } from '../shared/page';
import { Loaded } from '../shared/page-states';
import { Section } from '../shared/section';
import { Held } from './held';
import { ImportBadge, ReadingProgress } from './list-state';
import { type ListImportDetail, priceListsChanged, useImport, usePriceList } from './price-list';
import { RejectedLines } from './rejected-lines';
import { useTexts } from './texts';

/** One file of a price list: how far it is read, what became of it and of its lines. */
export default function ImportPage() {
  const t = useTexts();
  const { id, importId } = useParams<{ id: string; importId: string }>();
  const list = usePriceList(id);
  const found = useImport(id, importId);
  const isRunning = found.data?.state === 'running';
  const wasRunning = useRef(false);
  useEffect(() => {
    // The list is known as it was before the file was read.
    if (wasRunning.current && !isRunning) void priceListsChanged();
    wasRunning.current = isRunning;
  }, [isRunning]);
  return (
    <Page
      title={found.data ? t('fileTitle', { name: found.data.fileName }) : t('title')}
      back={{ href: `/price-lists/${id}`, label: list.data?.name ?? t('title') }}
      beside={found.data && <ImportBadge state={found.data.state} />}
    >
      <Loaded query={found}>
        {(row) => (
          <Stack>
            <Outcome listId={id} row={row} hasFormer={Boolean(list.data?.listedAt)} />
            <Section title={t('whatCame')}>
              <WhatCame row={row} />
            </Section>
            {row.rejectedLines.length > 0 && (
              <Section title={t('rejectedTitle', { number: number(row.rejected) })}>
                <RejectedLines row={row} />
              </Section>
            )}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

interface OutcomeProps {
  listId: string;
  row: ListImportDetail;
  /** Offers of an earlier file are in force. */
  hasFormer: boolean;
}

function Outcome({ listId, row, hasFormer }: OutcomeProps) {
  const t = useTexts();
  if (row.state === 'running') {
    return (
      <Section title={t('reading')}>
        <ReadingProgress progress={row.progress} />
        <Text size="sm" c="dimmed" mt="xs">
          {t(hasFormer ? 'readingHint' : 'readingFirstHint')}
        </Text>
      </Section>
    );
  }
  if (row.state === 'held') return <Held listId={listId} row={row} />;
  if (row.state === 'failed') {
    return (
      <Alert color="red" icon={<IconX />} title={t('importState.failed')}>
        {row.error && <Text size="sm">{errorInWords(row.error)}</Text>}
        <Text size="sm">{t(hasFormer ? 'formerStays' : 'noneYet')}</Text>
      </Alert>
    );
  }
  if (row.state === 'live') {
    return (
      <Alert color="green" icon={<IconCircleCheck />} title={t('liveTitle')} role="status">
        {t('liveHint', { number: number(row.taken) })}
      </Alert>
    );
  }
  return (
    <Text size="sm" c="dimmed">
      {t(row.state === 'discarded' ? 'discardedHint' : 'supersededHint')}
    </Text>
  );
}

function WhatCame({ row }: { row: ListImportDetail }) {
  const t = useTexts();
  const { source, author, fileBytes, rows, taken, rejected, encoding, medianPrice, createdAt, finishedAt } = row;
  return (
    <Facts
      facts={[
        [t('source'), source === 'url' ? t('byUrl') : author],
        [t('came'), exactTime(createdAt)],
        [t('finished'), finishedAt && exactTime(finishedAt)],
        [t('size'), bytes(fileBytes)],
        [t('encoding'), encoding],
        [t('lines'), number(rows)],
        [t('taken'), number(taken)],
        [t('rejected'), number(rejected)],
        [t('median'), taken > 0 && row.state !== 'running' && money(medianPrice)],
      ]}
    />
  );
}
