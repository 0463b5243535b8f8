import { Group, NumberInput, Text } from '@mantine/core';
import type { KeyboardEventHandler } from 'react';
import { usePiecesTexts } from './pieces-texts';

/** What a field for pieces has: a number, or what is none (yet). */
export type Typed = number | string;

/** Whether it is some of so many pieces, or all of them. */
export function arePieces(typed: Typed, of: number): typed is number {
  return typeof typed === 'number' && Number.isInteger(typed) && typed >= 1 && typed <= of;
}

interface Props {
  /** Read out. */
  label: string;
  of: number;
  value: Typed;
  /** Said beside the field while all are meant, and what becomes of the rest otherwise. */
  all: string;
  restInWords(rest: number): string;
  onChange(typed: Typed): void;
  onFocus?(): void;
  onKeyDown?: KeyboardEventHandler<HTMLInputElement>;
}

/** How many pieces of some. What is typed replaces what is there. */
export function PiecesInput({ label, of, value, all, restInWords, onChange, onFocus, onKeyDown }: Props) {
  const t = usePiecesTexts();
  const isGood = arePieces(value, of);
  const isAll = value === of;
  return (
    <Group
      gap={6}
      justify="flex-end"
      wrap="nowrap"
      // The field calls its own `onFocus` some moments late, when a digit may have been typed already.
      onFocusCapture={({ target }) => {
        if (!(target instanceof HTMLInputElement)) return;
        target.select();
        onFocus?.();
      }}
    >
      <NumberInput
        size="xs"
        w={64}
        flex="none"
        aria-label={label}
        clampBehavior="none"
        allowDecimal={false}
        allowNegative={false}
        withKeyboardEvents={false}
        min={1}
        max={of}
        value={value}
        error={!isGood}
        onKeyDown={onKeyDown}
        onChange={onChange}
      />
      <Text
        size="xs"
        c={!isGood ? 'red' : isAll ? 'dimmed' : undefined}
        ta="left"
        style={isAll ? { whiteSpace: 'nowrap' } : undefined}
      >
        {!isGood ? t('fromOneTo', { max: of }) : isAll ? all : restInWords(of - value)}
      </Text>
    </Group>
  );
}
