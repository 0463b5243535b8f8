import { Box, Group, Popover, Stack, Text, UnstyledButton } from '@mantine/core';
import { ago, shortTime } from '../i18n/format';
import { useWords } from '../i18n/words';
import { useNow } from '../shared/ago';
import {
  type ConnectionCondition,
  conditionOf,
  type ConnectionState,
  useConnectionName,
  useConnectionStatesQuery,
} from '../shared/connections';
import { useRegionChoice } from './regions';
import { useTexts } from './texts';

const LAMPS: Record<ConnectionCondition, string> = {
  ok: 'green',
  off: 'gray',
  paused: 'red',
  cut_off: 'orange',
  failing: 'orange',
  no_address: 'yellow',
  unproven: 'gray',
};
/** The worst of several is what the lamp shows; one that nothing went through yet says less than one that works. */
const FROM_WORST = ['paused', 'cut_off', 'failing', 'no_address', 'ok', 'unproven', 'off'] as const;
const LOOK_EVERY_MS = 15_000;

/** Whether GettZap is being reached: of one that is, when it last answered or sent something, of another since when not. */
export function ConnectionLamp() {
  const t = useTexts();
  const words = useWords();
  const now = useNow(1_000);
  const { regionId } = useRegionChoice();
  const { data: all } = useConnectionStatesQuery(LOOK_EVERY_MS);
  if (!all) return null;
  const connections = all.filter((each) => !regionId || each.regionId === regionId);
  const state = FROM_WORST.find((each) => connections.some((connection) => conditionOf(connection) === each));
  const heard = connections.map(lastHeard).filter(Boolean).sort().at(-1);
  const since = connections.find((each) => conditionOf(each) === state)?.since;
  const said = state && (state === 'ok' && heard ? ago(heard, now) : lowerFirst(words(`connectionState.${state}`)));
  const when = said
    ? [said, since && t('lampSince', { time: shortTime(since, now) })].filter(Boolean).join(' ')
    : t('lampNoConnection');
  const shown = state ? `GettZap: ${when}` : when;
  return (
    <Popover position="bottom-end" width={300} withinPortal>
      <Popover.Target>
        <UnstyledButton px="xs" py={6} aria-label={state === 'ok' ? `${shown}. ${words('connectionState.ok')}` : shown}>
          <Group gap={6} wrap="nowrap">
            <Lamp color={state ? LAMPS[state] : 'gray'} />
            <Text size="sm" visibleFrom="lg">
              {shown}
            </Text>
          </Group>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        {connections.length === 0 ? (
          <Text size="sm">{t('lampNoConnection')}</Text>
        ) : (
          <Stack gap="sm">
            {connections.map((connection) => (
              <ConnectionLine key={connection.id} connection={connection} now={now} />
            ))}
          </Stack>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function ConnectionLine({ connection, now }: { connection: ConnectionState; now: number }) {
  const t = useTexts();
  const words = useWords();
  const nameOf = useConnectionName();
  const { waiting } = connection;
  const state = conditionOf(connection);
  const heard = lastHeard(connection);
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Box pt={5}>
        <Lamp color={LAMPS[state]} />
      </Box>
      <div>
        <Text size="sm" fw={600}>
          {nameOf(connection)}
        </Text>
        <Text size="sm">
          {words(`connectionState.${state}`)}
          {connection.since && ` ${t('lampSince', { time: shortTime(connection.since, now) })}`}
          {heard && ` · ${t('lampHeard', { time: ago(heard, now) })}`}
          {waiting > 0 && ` · ${t('lampWaiting', { count: waiting })}`}
        </Text>
      </div>
    </Group>
  );
}

function Lamp({ color }: { color: string }) {
  return (
    <svg width={10} height={10} aria-hidden>
      <circle cx={5} cy={5} r={5} fill={`var(--mantine-color-${color}-6)`} />
    </svg>
  );
}

/** «Ждёт адреса API» within a sentence. */
function lowerFirst(words: string): string {
  return words.charAt(0).toLocaleLowerCase() + words.slice(1);
}

function lastHeard({ lastDeliveredAt, lastReceivedAt }: ConnectionState): string {
  return [lastDeliveredAt ?? '', lastReceivedAt ?? ''].sort().at(-1)!;
}
