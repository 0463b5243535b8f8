import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconPrinter } from '../shared/page-icons';
import { Page } from '../shared/page';
import classes from './print.module.css';
import { usePrintTexts } from './print-texts';

interface Props {
  title: string;
  back: { href: string; label: string };
  isReady: boolean;
  /** Sheets, and what is only shown on the screen. */
  children: ReactNode;
}

/** A page that is there to be printed: on paper nothing but its sheets is left. */
export function PrintFrame({ title, back, isReady, children }: Props) {
  const p = usePrintTexts();
  return (
    <div className={classes.page}>
      <Page
        title={title}
        back={back}
        actions={
          <Button leftSection={<IconPrinter size={16} aria-hidden />} disabled={!isReady} onClick={() => print()}>
            {p('print')}
          </Button>
        }
      >
        {children}
      </Page>
    </div>
  );
}
