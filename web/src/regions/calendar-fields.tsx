import { Button, Checkbox, Fieldset, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { weekdays } from '../i18n/format';
import { type CalendarValues, clockTime, type DayValues, OFFICE_DAYS } from './calendar';
import { DaysOff } from './days-off';
import { useTexts } from './texts';

interface Props {
  calendar: CalendarValues;
  /** By the paths of the API. */
  errors: Record<string, ReactNode>;
  onChange(calendar: CalendarValues): void;
}

/** When the region works: always, or by weekday and days off. */
export function CalendarFields({ calendar, errors, onChange }: Props) {
  const t = useTexts();
  const change = (values: Partial<CalendarValues>) => onChange({ ...calendar, ...values });
  const changeDay = (index: number, values: Partial<DayValues>) =>
    change({ days: calendar.days.map((day, at) => (at === index ? { ...day, ...values } : day)) });
  const listErrors = Object.entries(errors).filter(([path]) => /^workingHours\.daysOff/.test(path));
  return (
    <Fieldset legend={t('workingHours')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('workingHoursHint')}
        </Text>
        <Radio.Group
          aria-label={t('workingHours')}
          value={calendar.isAlways ? 'always' : 'hours'}
          onChange={(kind) => change({ isAlways: kind === 'always' })}
        >
          <Group gap="lg">
            <Radio value="always" label={t('always')} />
            <Radio value="hours" label={t('byHours')} />
          </Group>
        </Radio.Group>
        {!calendar.isAlways && (
          <>
            <Button
              variant="light"
              size="compact-sm"
              style={{ alignSelf: 'flex-start' }}
              onClick={() => change({ days: OFFICE_DAYS })}
            >
              {t('officeHours')}
            </Button>
            {calendar.days.map((day, index) => (
              <DayRow
                key={index}
                name={weekdays('long')[index]!}
                day={day}
                error={errors[`workingHours.days[${index}].from`] ?? errors[`workingHours.days[${index}].to`]}
                onChange={(values) => changeDay(index, values)}
              />
            ))}
            {errors['workingHours.days'] && (
              <Text size="sm" c="var(--mantine-color-error)" role="alert">
                {errors['workingHours.days']}
              </Text>
            )}
            <DaysOff calendar={calendar} error={listErrors[0]?.[1]} onChange={change} />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}

interface DayProps {
  name: string;
  day: DayValues;
  error: ReactNode;
  onChange(values: Partial<DayValues>): void;
}

function DayRow({ name, day, error, onChange }: DayProps) {
  const t = useTexts();
  const field = (side: 'from' | 'to') => (
    <TextInput
      aria-label={t(side === 'from' ? 'opens' : 'closes', { day: name })}
      w={68}
      size="xs"
      inputMode="numeric"
      maxLength={8}
      value={day[side]}
      error={!!error}
      onChange={({ currentTarget: { value } }) => onChange({ [side]: value })}
      onBlur={() => onChange({ [side]: clockTime(day[side]) })}
    />
  );
  return (
    <div>
      <Group gap="sm" mih={30} wrap="nowrap">
        <Checkbox
          w={130}
          label={name}
          checked={day.isWorked}
          onChange={({ currentTarget: { checked } }) => onChange({ isWorked: checked })}
        />
        {day.isWorked ? (
          <Group gap={6} wrap="nowrap">
            {field('from')}
            <Text size="sm" aria-hidden>
              –
            </Text>
            {field('to')}
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            {t('dayOff')}
          </Text>
        )}
      </Group>
      {day.isWorked && error && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
