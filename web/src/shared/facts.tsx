import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** What is known of a thing: its name, its value. Those without a value are left out. */
export function Facts({ facts }: { facts: Array<[name: string, value: ReactNode]> }) {
  return (
    <Box component="dl" className={classes.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '')
        .map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <Text component="dt" size="sm" c="dimmed">
              {name}
            </Text>
            <Box component="dd" fz="sm" className={classes.value}>
              {value}
            </Box>
          </div>
        ))}
    </Box>
  );
}
