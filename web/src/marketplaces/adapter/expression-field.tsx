import { Textarea } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import classes from './adapter.module.css';

interface Props {
  label: string;
  description?: string;
  value: string;
  onChange(value: string): void;
  error?: ReactNode;
  fieldRef?: Ref<HTMLTextAreaElement>;
  minRows?: number;
  path?: string;
}

/** Something written for a machine: an expression, JSON. */
export function CodeField({ onChange, fieldRef, minRows = 4, path, ...field }: Props) {
  return (
    <Textarea
      {...field}
      ref={fieldRef}
      data-path={path}
      autosize
      minRows={minRows}
      maxRows={24}
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      classNames={{ input: classes.code }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
