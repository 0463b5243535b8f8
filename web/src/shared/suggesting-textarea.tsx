import { Box, Popover, Text, Textarea, type TextareaProps, VisuallyHidden } from '@mantine/core';
import { type RefObject, useEffect, useId, useRef } from 'react';
import classes from './suggesting-textarea.module.css';
import type { Suggestion, Suggestions } from './use-suggestions';

interface Props<T> extends Omit<TextareaProps, 'onChange'> {
  field: RefObject<HTMLTextAreaElement | null>;
  suggestions: Suggestions<T>;
  /** What is suggested, as the list is called. */
  listLabel: string;
  /** How many are, to be read out. */
  countLabel(count: number): string;
  onChange(value: string): void;
}

const optionId = (listId: string, index: number) => `${listId}-${index}`;

/** A text field with a list of what can be written where the caret stands. */
export function SuggestingTextarea<T extends Suggestion>(props: Props<T>) {
  const { field, suggestions, listLabel, countLabel, onChange, onKeyDown, ...rest } = props;
  const { found, active } = suggestions;
  const listId = useId();
  const isOpen = found.length > 0;
  return (
    <>
      <Popover
        opened={isOpen}
        withRoles={false}
        trapFocus={false}
        returnFocus={false}
        position="bottom-start"
        offset={4}
        width="target"
        withinPortal={false}
        onChange={suggestions.close}
      >
        <Popover.Target>
          <Textarea
            {...rest}
            ref={field}
            aria-autocomplete="list"
            aria-controls={isOpen ? listId : undefined}
            aria-activedescendant={isOpen ? optionId(listId, active) : undefined}
            onChange={(event) => {
              onChange(event.currentTarget.value);
              suggestions.look();
            }}
            onSelect={suggestions.look}
            onKeyDown={(event) => {
              if (!suggestions.hear(event)) onKeyDown?.(event);
            }}
            onBlur={suggestions.close}
          />
        </Popover.Target>
        <Popover.Dropdown p={4} maw={420}>
          <List id={listId} label={listLabel} suggestions={suggestions} />
        </Popover.Dropdown>
      </Popover>
      <VisuallyHidden role="status">{isOpen && countLabel(found.length)}</VisuallyHidden>
    </>
  );
}

interface ListProps<T> {
  id: string;
  label: string;
  suggestions: Suggestions<T>;
}

function List<T extends Suggestion>({ id, label, suggestions: { found, active, choose } }: ListProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // The field keeps the focus and the caret. The list scrolls, so it can be focused; Tab never leads here, since it takes a suggestion.
    <Box
      ref={list}
      id={id}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      mah={260}
      className={classes.list}
      onMouseDown={(event) => event.preventDefault()}
    >
      {found.map((suggestion, index) => (
        <Box
          key={suggestion.key}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          className={classes.option}
          display="flex"
          style={{ justifyContent: 'space-between', gap: 'var(--mantine-spacing-md)' }}
          px="xs"
          py={4}
          onClick={() => choose(suggestion)}
        >
          <Text size="sm">{suggestion.label}</Text>
          {suggestion.code && (
            <Text size="xs" c="dimmed" ff="monospace">
              {suggestion.code}
            </Text>
          )}
        </Box>
      ))}
    </Box>
  );
}
