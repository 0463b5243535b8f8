import { Button, Group, Pill, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from './icons';
import { useEffect, useState } from 'react';
import type { FilterOf, ListState } from './list-state';
import { useTexts } from './texts';

interface SearchProps {
  value: string;
  placeholder: string;
  onChange(value: string): void;
}

const TYPING_MS = 300;

/** A search field that looks when the typing pauses. */
export function SearchField({ value, placeholder, onChange }: SearchProps) {
  const t = useTexts();
  const [typed, setTyped] = useState(value);
  // What was looked for was trimmed; the space before the next word stays.
  useEffect(() => setTyped((old) => (old.trim() === value ? old : value)), [value]);
  const tell = useDebouncedCallback((text: string) => onChange(text.trim()), TYPING_MS);
  return (
    <TextInput
      aria-label={t('search')}
      placeholder={placeholder}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      w={{ base: '100%', sm: 280 }}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}

interface ChipsProps<Q> {
  list: ListState<Q>;
  /** What a chosen filter is called: «Регион: Москва»; undefined = not shown as a chip. */
  describe(name: FilterOf<Q>, value: string): string | undefined;
}

/** The chosen filters, each with a way to take it away. */
export function FilterChips<Q>({ list, describe }: ChipsProps<Q>) {
  const t = useTexts();
  const chips = (Object.entries(list.filters) as Array<[FilterOf<Q>, string]>).flatMap(([name, value]) => {
    const words = value && describe(name, value);
    return words ? [{ name, words }] : [];
  });
  if (chips.length === 0) return null;
  return (
    <Group gap="xs" mb="sm">
      {chips.map(({ name, words }) => (
        <Pill
          key={name}
          withRemoveButton
          removeButtonProps={{ 'aria-label': t('removeFilter', { name: words }), tabIndex: 0, 'aria-hidden': false }}
          onRemove={() => list.filter({ [name]: '' } as Partial<Record<FilterOf<Q>, string>>)}
        >
          {words}
        </Pill>
      ))}
      <Button size="compact-xs" variant="subtle" onClick={list.reset}>
        {t('resetFilters')}
      </Button>
    </Group>
  );
}
