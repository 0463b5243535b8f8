import { Alert, Button, Text } from '@mantine/core';
import { IconPlus } from '../shared/page-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { outOfDate, queries } from '../api/queries';
import { notifyFailure } from '../shared/notify';
import { Page } from '../shared/page';
import { Loaded, NothingYet } from '../shared/page-states';
import { SearchedRows } from '../shared/searched-rows';
import { useIsOnline } from '../shell/connection-watch';
import { DeleteStatus } from './delete-status';
import { StatusTable } from './status-table';
import { useTexts } from './texts';
import { type OrderStatus, STATUSES, useMayEditStatuses, useStatuses } from './use-statuses';

export default function OrderStatusesPage() {
  const t = useTexts();
  const mayEdit = useMayEditStatuses();
  const isOnline = useIsOnline();
  const statuses = useStatuses();
  const [deleted, setDeleted] = useState<OrderStatus>();
  const reorder = useReorder();
  const add = (
    <Button component={Link} href="/order-statuses/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} actions={mayEdit && add}>
      <Text c="dimmed" size="sm" mb="md">
        {t('hint')}
      </Text>
      <Loaded query={statuses}>
        {(all) =>
          all.length === 0 ? (
            <NothingYet title={t('nothing')} hint={t('hint')} action={mayEdit && add} />
          ) : (
            <>
              {all.every(({ gettzap: { item, order } }) => !item.status && !order.status) && (
                <Alert color="yellow" mb="md">
                  {t('nothingIsTold')}
                </Alert>
              )}
              <SearchedRows rows={all} textsOf={({ name }) => [name]} placeholder={t('name')} isWhole>
                {(shown) => (
                  <StatusTable
                    statuses={all}
                    shown={shown}
                    mayEdit={mayEdit}
                    mayAct={isOnline}
                    onReorder={(ids) => reorder.mutate(ids)}
                    onDelete={setDeleted}
                  />
                )}
              </SearchedRows>
            </>
          )
        }
      </Loaded>
      {deleted && (
        <DeleteStatus status={deleted} statuses={statuses.data ?? []} onClose={() => setDeleted(undefined)} />
      )}
    </Page>
  );
}

/** Shows the new order at once, and the old one again when it could not be kept. */
function useReorder() {
  const t = useTexts();
  return useMutation({
    // One after the other, as they were made.
    scope: { id: 'reorder-statuses' },
    mutationFn: (ids: string[]) => call(api.POST('/api/order-statuses/reorder', { body: { ids } })),
    onMutate: async (ids) => {
      await queries.cancelQueries({ queryKey: STATUSES });
      const before = queries.getQueryData<OrderStatus[]>(STATUSES);
      queries.setQueryData<OrderStatus[]>(
        STATUSES,
        (all) => all && ids.flatMap((id) => all.filter((one) => one.id === id)),
      );
      return { before };
    },
    onError: (error, _, context) => {
      queries.setQueryData(STATUSES, context?.before);
      notifyFailure(error, t('reorderFailed'));
    },
    onSettled: () => outOfDate('order-statuses'),
  });
}
