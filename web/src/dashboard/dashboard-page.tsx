import { Anchor, Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { IconFlask } from '../shared/page-icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { Page } from '../shared/page';
import { Loaded } from '../shared/page-states';
import { useMay } from '../session/session';
import { useRegionChoice } from '../shell/regions';
import { Breakdowns } from './breakdowns';
import { Charts } from './charts';
import { Counters } from './counters';
import { Money } from './money';
import { SetupChecklist } from './setup-checklist';
import { useTexts } from './texts';

const PERIODS = [7, 14, 30];
const LOOK_EVERY_MS = 60_000;

export default function DashboardPage() {
  const t = useTexts();
  const { regionId } = useRegionChoice();
  const [days, setDays] = useState(14);
  const query = { days, ...(regionId && { regionId }) };
  const dashboard = useQuery({
    queryKey: ['dashboard', query],
    queryFn: ({ signal }) => call(api.GET('/api/dashboard', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  });
  const period = (
    <SegmentedControl
      aria-label={t('period')}
      size="xs"
      value={String(days)}
      onChange={(value) => setDays(Number(value))}
      data={PERIODS.map((count) => ({ value: String(count), label: t('days', { count }) }))}
    />
  );
  return (
    <Page title={t('title')} actions={dashboard.data?.setup.hasConnection && period}>
      <Loaded query={dashboard} skeleton={<Skeleton height={360} />}>
        {(data) => (
          <Stack>
            {data.sandboxUrl && <TrialHint url={data.sandboxUrl} />}
            {data.setup.hasConnection ? <Figures data={data} days={days} /> : <SetupChecklist setup={data.setup} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Figures({ data, days }: { data: Schemas['DashboardView']; days: number }) {
  const { setup } = data;
  const { isActive, hasAddress, hasTexts, hasStatusTexts, hasFirstOrder } = setup;
  const maySetUp = useMay('administer');
  const isSetUp = isActive && hasAddress && hasTexts && hasStatusTexts && hasFirstOrder;
  // Once orders come, what is left to be set up is no matter of those who cannot.
  const isShown = !isSetUp && (maySetUp || !hasFirstOrder);
  return (
    <>
      {isShown && <SetupChecklist setup={setup} />}
      <Counters data={data} />
      <Money data={data} days={days} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Charts data={data} />
      </SimpleGrid>
      <Breakdowns data={data} />
    </>
  );
}

function TrialHint({ url }: { url: string }) {
  const t = useTexts();
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <IconFlask size={18} style={{ flex: 'none' }} aria-hidden />
      <Text size="sm">
        <b>{t('trial')}</b>: {t('trialHint')}{' '}
        <Anchor href={url} target="_blank" rel="noreferrer" size="sm" underline="always">
          {t('openSandbox')}
        </Anchor>
      </Text>
    </Group>
  );
}
