import { Button, Group, Popover, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendar } from './page-icons';
import { currentTime } from '../api/clock';
import { dateTime } from '../i18n/format';
import { DayField } from './day-field';
import { dayOf, instantOf, lastDayOf } from './days';
import { text, useTexts } from './texts';

interface Props {
  /** ISO; "" = open. The end is exclusive. */
  from: string;
  to: string;
  onChange(period: { from: string; to: string }): void;
}

/** Midnight of the reader's clock, some days away from today. */
function midnight(daysFromToday: number): string {
  const day = new Date(currentTime());
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() + daysFromToday);
  return day.toISOString();
}

/** An end of a period as a chip says it: «По 24.11.2026, 23:59». An address can hold anything, which is told as it stands. */
export function periodEndInWords(end: 'from' | 'to', iso: string): string {
  const time = new Date(iso).getTime();
  if (Number.isNaN(time)) return `${text(end)} ${iso}`;
  return `${text(end)} ${dateTime(new Date(end === 'to' ? time - 1 : time).toISOString())}`;
}

/** Narrows a list to a period: one of the usual ones, or from day to day. */
export function PeriodFilter({ from, to, onChange }: Props) {
  const t = useTexts();
  const [isOpen, { toggle, close }] = useDisclosure();
  const usual = [
    { label: t('today'), from: () => midnight(0), to: () => '' },
    { label: t('yesterday'), from: () => midnight(-1), to: () => midnight(0) },
    { label: t('last7days'), from: () => midnight(-6), to: () => '' },
    { label: t('last30days'), from: () => midnight(-29), to: () => '' },
  ];
  return (
    <Popover opened={isOpen} onChange={close} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          fw={400}
          leftSection={<IconCalendar size={16} aria-hidden />}
          onClick={toggle}
          aria-expanded={isOpen}
        >
          {t('period')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('period')}>
        <Stack gap="sm" w={300}>
          <Group gap="xs">
            {usual.map((each) => (
              <Button
                key={each.label}
                size="compact-sm"
                variant="light"
                onClick={() => {
                  onChange({ from: each.from(), to: each.to() });
                  close();
                }}
              >
                {each.label}
              </Button>
            ))}
          </Group>
          <Group grow gap="xs">
            <DayField label={t('from')} day={dayOf(from)} onChange={(day) => onChange({ from: instantOf(day), to })} />
            <DayField
              label={t('to')}
              day={lastDayOf(to)}
              error={new Date(from) >= new Date(to) && t('endsBeforeItBegins')}
              onChange={(day) => onChange({ from, to: instantOf(day, 1) })}
            />
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
