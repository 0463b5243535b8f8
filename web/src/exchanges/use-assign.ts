import { useMutation } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts } from './texts';

/** Says what a value means; orders that waited for it follow. */
export function useSetMeaning(id: string) {
  const t = useTexts();
  return async (meaning: Schemas['StatusMeaning']) => {
    await call(api.PUT('/api/exchanges/{id}/statuses', { params: { path: { id } }, body: [meaning] }));
    notifySuccess(t('statuses.assigned'));
    await outOfDate('exchanges', 'orders', 'external-orders');
  };
}

export function useAssign(id: string) {
  return useMutation({ mutationFn: useSetMeaning(id), onError: (error) => notifyFailure(error) });
}
