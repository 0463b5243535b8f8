import { useMutation } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts } from './texts';

type Meaning = Schemas['StatusMeaning'];

/** Says what values mean; orders that waited for it follow. */
export function useSetMeanings(id: string) {
  const t = useTexts();
  return async (meanings: Meaning[]) => {
    await call(api.PUT('/api/exchanges/{id}/statuses', { params: { path: { id } }, body: meanings }));
    notifySuccess(t('statuses.assigned'));
    await outOfDate('exchanges', 'orders', 'external-orders');
  };
}

export function useAssign(id: string) {
  const setMeanings = useSetMeanings(id);
  return useMutation({
    mutationFn: (meaning: Meaning) => setMeanings([meaning]),
    onError: (error) => notifyFailure(error),
  });
}
