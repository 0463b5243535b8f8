import { Code } from '@mantine/core';
import classes from './adapter.module.css';

/** @param label what it is, for who cannot see it */
export function CodeBlock({ label, children }: { label: string; children: string }) {
  return (
    <Code block className={classes.block} tabIndex={0} role="group" aria-label={label}>
      {children}
    </Code>
  );
}
