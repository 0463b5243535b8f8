import { Alert } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { IconAlertTriangle } from '../shared/page-icons';
import { ListSkeleton, Loaded, NotFound } from '../shared/page-states';
import { PrintFrame } from './print-frame';
import { usePrintTexts } from './print-texts';
import { useTexts } from './texts';

interface Props<T> {
  title: string;
  /** Ids of the orders that were chosen. */
  ids: string[];
  /** Those of them that are there. */
  orders: UseQueryResult<T[]>;
  children(orders: T[]): ReactNode;
}

/** What is printed of chosen orders; on the screen it says when not all of them are there. */
export function ChosenSheets<T>({ title, ids, orders, children }: Props<T>) {
  const t = useTexts();
  const p = usePrintTexts();
  const missing = ids.length - (orders.data?.length ?? 0);
  return (
    <PrintFrame title={title} back={{ href: '/orders', label: t('title') }} isReady={Boolean(orders.data?.length)}>
      <Loaded query={orders} skeleton={<ListSkeleton rows={6} />}>
        {(data) =>
          data.length === 0 ? (
            <NotFound />
          ) : (
            <>
              {missing > 0 && (
                <Alert color="yellow" icon={<IconAlertTriangle size={18} aria-hidden />} mb="md">
                  {p('missing', { count: missing })}
                </Alert>
              )}
              {children(data)}
            </>
          )
        }
      </Loaded>
    </PrintFrame>
  );
}
