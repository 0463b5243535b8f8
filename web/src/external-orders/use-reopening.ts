import { useMutation } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { outOfDate, queries } from '../api/queries';
import { externalOrderQuery } from '../shared/external-order-query';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts } from './detail-texts';

type Order = Schemas['ExternalOrderDetail'];

/** Has what was refused decided once more. Undefined = nothing of the order is refused. */
export function useReopening({ id, state, positions }: Order) {
  const t = useTexts();
  const reopening = useMutation({
    mutationFn: () => call(api.POST('/api/external-orders/{id}/reopen', { params: { path: { id } }, body: {} })),
    onSuccess: (order) => {
      queries.setQueryData(externalOrderQuery(id).queryKey, order);
      notifySuccess(t('reopened'));
    },
    onError: (error) => notifyFailure(error),
    onSettled: () => outOfDate('external-orders', 'orders'),
  });
  const isRefused = state === 'refused' || positions.some((position) => position.state === 'refused');
  return isRefused && state !== 'cancelled' && state !== 'deleted' ? reopening : undefined;
}
