import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './two-lines.module.css';

/** A cell of a list with something smaller below, in a row of the usual height. */
export function TwoLines({ first, second, title }: { first: ReactNode; second: ReactNode; title?: string }) {
  return (
    <div className={classes.lines} title={title}>
      {first}
      {second && (
        <>
          <br />
          <Text size="xs" c="dimmed" span fw={400}>
            {second}
          </Text>
        </>
      )}
    </div>
  );
}
