import { Button, Group, Pill, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { dateOnly } from '../i18n/format';
import { DayField } from '../shared/day-field';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts } from './texts';

interface Props {
  /** `YYYY-MM-DD` */
  days: string[];
  error: ReactNode;
  onChange(days: string[]): void;
}

/** Days on which nobody works whatever the weekday, in order. */
export function DaysOff({ days, error, onChange }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const [day, setDay] = useState('');
  const add = () => {
    if (!day) return;
    onChange([...new Set([...days, day])].sort());
    setDay('');
  };
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
        <DayField label={t('daysOff')} description={t('daysOffHint')} error={error} day={day} onChange={setDay} />
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
                onRemove={() => onChange(days.filter((other) => other !== each))}
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
