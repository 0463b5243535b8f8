import { Button, Group, Pill, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { dateOnly } from '../i18n/format';
import { DayField } from '../shared/day-field';
import { useTexts as useSharedTexts } from '../shared/texts';
import { allDaysOff, type CalendarValues } from './calendar';
import { useTexts } from './texts';

interface Props {
  calendar: Pick<CalendarValues, 'daysOff' | 'typedDayOff'>;
  error: ReactNode;
  onChange(values: Partial<CalendarValues>): void;
}

/** Days on which nobody works whatever the weekday, in order. */
export function DaysOff({ calendar, error, onChange }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const { daysOff: days, typedDayOff: day } = calendar;
  const add = () => onChange({ daysOff: allDaysOff(calendar), typedDayOff: '' });
  return (
    <Stack gap="xs">
      <Group
        align="flex-start"
        wrap="nowrap"
        gap="xs"
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
          event.preventDefault(); // the form is not meant
          add();
        }}
      >
        <DayField
          label={t('daysOff')}
          description={t('daysOffHint')}
          error={error}
          day={day}
          onChange={(typedDayOff) => onChange({ typedDayOff })}
        />
        <Button variant="default" disabled={!day} onClick={add} style={{ alignSelf: 'flex-end', flexShrink: 0 }}>
          {shared('add')}
        </Button>
      </Group>
      {days.length > 0 && (
        <Group gap={6}>
          {days.map((each) => {
            const name = dateOnly(`${each}T12:00:00`);
            return (
              <Pill
                key={each}
                withRemoveButton
                removeButtonProps={{
                  'aria-label': t('removeDayOff', { day: name }),
                  tabIndex: 0,
                  'aria-hidden': false,
                }}
                onRemove={() => onChange({ daysOff: days.filter((other) => other !== each) })}
              >
                {name}
              </Pill>
            );
          })}
        </Group>
      )}
    </Stack>
  );
}
