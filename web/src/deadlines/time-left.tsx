import { Text } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { workingMinutesBetween } from '../../../src/access/regions/working-time';
import { exactTime, hoursAndMinutes } from '../i18n/format';
import { useNow } from '../shared/ago';
import { useConnectionStates } from '../shared/connections';
import { useRegionChoice } from '../shell/regions';
import { useTexts } from './texts';

interface Props {
  /** ISO */
  by: string;
  regionId: string;
  /** So many minutes before its end it is urgent. */
  warnMinutes?: number | null;
  /** What is said with the time: a column has said it in its head. */
  kind?: 'column' | 'decide' | 'leave';
}

const WORDS = {
  column: { left: undefined, late: 'overdue' },
  decide: { left: 'decideIn', late: 'decideLate' },
  leave: { left: 'leaveIn', late: 'leaveLate' },
} as const;

const LATE = 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-3))';
const NEAR = 'light-dark(var(--mantine-color-orange-9), var(--mantine-color-orange-3))';

/** How much of the region's working time is left until a deadline, or has passed since. */
export function TimeLeft({ by, regionId, warnMinutes = null, kind = 'column' }: Props) {
  const t = useTexts();
  const minutes = useMinutesLeft(by, regionId);
  const isLate = minutes < 0;
  const isNear = !isLate && warnMinutes !== null && minutes <= warnMinutes;
  const time = hoursAndMinutes(Math.max(1, Math.floor(Math.abs(minutes))));
  const words = WORDS[kind][isLate ? 'late' : 'left'];
  const isUrgent = isLate || isNear;
  return (
    <Text
      span
      size={kind === 'leave' ? 'xs' : 'sm'}
      fw={isUrgent ? 600 : undefined}
      c={isLate ? LATE : isNear ? NEAR : undefined}
      style={{ whiteSpace: 'nowrap' }}
      title={exactTime(by)}
    >
      {words ? t(words, { time }) : time}
    </Text>
  );
}

/** Of work; negative = since it has passed. */
function useMinutesLeft(by: string, regionId: string): number {
  const now = useNow();
  const { regions } = useRegionChoice();
  const region = regions.find(({ id }) => id === regionId);
  return useMemo(
    () => workingMinutesBetween(region ?? { timeZone: 'UTC', workingHours: null }, new Date(now), new Date(by)),
    [region, now, by],
  );
}

/** By connection: how long before the end a decision is urgent. */
export function useWarnMinutes(): (connectionId: string) => number | null {
  const connections = useConnectionStates();
  return useCallback(
    (connectionId) => connections.find(({ id }) => id === connectionId)?.decisionWarnMinutes ?? null,
    [connections],
  );
}

/** Whether any connection says how long decisions may take. */
export function useHasLimits(): boolean {
  return useConnectionStates().some(({ decisionMinutes }) => decisionMinutes !== null);
}
