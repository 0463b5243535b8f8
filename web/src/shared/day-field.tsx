import { ActionIcon, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { dateOnly } from '../i18n/format';
import { IconCalendar } from './page-icons';
import { useTexts } from './texts';

interface Props {
  label: string;
  description?: string;
  error?: ReactNode;
  /** `YYYY-MM-DD`; "" = none. */
  day: string;
  onChange(day: string): void;
}

/** A day, typed as the panel's language writes it or picked: a date field of the browser speaks the browser's language. */
export function DayField({ label, description, error, day, onChange }: Props) {
  const t = useTexts();
  const calendar = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(inWords(day));
  const [isLeft, setLeft] = useState(false);
  useEffect(() => setTyped(inWords(day)), [day]);
  const isWrong = isLeft && typed.trim() !== '' && dayIn(typed) === undefined;
  return (
    <div style={{ position: 'relative' }}>
      <TextInput
        label={label}
        description={description}
        placeholder={t('dayPattern')}
        inputMode="numeric"
        value={typed}
        error={isWrong ? t('dayWrong', { pattern: t('dayPattern') }) : error}
        onFocus={() => setLeft(false)}
        onBlur={() => setLeft(true)}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value);
          const chosen = value.trim() === '' ? '' : dayIn(value);
          if (chosen !== undefined && chosen !== day) onChange(chosen);
        }}
        rightSection={
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('pickDay', { label })}
            onClick={() => calendar.current?.showPicker()}
          >
            <IconCalendar size={16} />
          </ActionIcon>
        }
      />
      <input
        ref={calendar}
        type="date"
        tabIndex={-1}
        aria-hidden
        value={day}
        style={{ position: 'absolute', insetInlineEnd: 0, bottom: 0, width: 0, opacity: 0, pointerEvents: 'none' }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function inWords(day: string): string {
  return day && dateOnly(`${day}T12:00:00`);
}

/** @returns `YYYY-MM-DD`; undefined while what was typed is no day of the calendar */
function dayIn(typed: string): string | undefined {
  const [, day = '', month = '', year = ''] = /^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*$/.exec(typed) ?? [];
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(written) ? written : undefined;
}
