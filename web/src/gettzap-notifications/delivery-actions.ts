import { useMutation } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { isApiError } from '../api/errors';
import { outOfDate, queries } from '../api/queries';
import { useMay } from '../session/session';
import { confirm } from '../shared/confirm';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useIsOnline } from '../shell/connection-watch';
import type { Delivery, DeliveryDetail } from './delivery';
import { useTexts } from './texts';

const RETRIED: Delivery['state'][] = ['dead', 'retrying', 'cancelled', 'delivered', 'pending'];
const CANCELLED: Delivery['state'][] = ['pending', 'retrying'];

/** What can be done with one delivery, as far as the user may. */
export function useDeliveryActions() {
  const t = useTexts();
  const mayWork = useMay('workDeliveries');
  const isOnline = useIsOnline();
  const sendAgain = (id: string, force: boolean) =>
    call(api.POST('/api/gettzap-notifications/{id}/retry', { params: { path: { id } }, body: { force } }));

  /** Asks before something is sent that may turn a status back. Null = rather not. */
  const retryCarefully = async (id: string): Promise<DeliveryDetail | null> => {
    try {
      return await sendAgain(id, false);
    } catch (error) {
      if (!isApiError(error, 'confirmation_required')) throw error;
      const isMeant = await confirm({
        title: t('confirmTitle'),
        children: t('confirmHint'),
        confirm: t('retryNow'),
        isDangerous: true,
      });
      return isMeant ? sendAgain(id, true) : null;
    }
  };
  const cancelCarefully = async (id: string): Promise<DeliveryDetail | null> => {
    const question = { title: t('cancelTitle'), children: t('cancelHint'), confirm: t('cancel'), isDangerous: true };
    if (!(await confirm(question))) return null;
    return call(api.POST('/api/gettzap-notifications/{id}/cancel', { params: { path: { id } } }));
  };
  const settled = (words: string) => ({
    onSuccess: (detail: DeliveryDetail | null) => {
      if (!detail) return;
      queries.setQueryData(['gettzap-notifications', 'detail', detail.id], detail);
      notifySuccess(words);
    },
    onError: (error: unknown) => notifyFailure(error),
    onSettled: () => void outOfDate('gettzap-notifications'),
  });
  return {
    mayRetry: ({ state }: Delivery) => mayWork && RETRIED.includes(state),
    mayCancel: ({ state }: Delivery) => mayWork && CANCELLED.includes(state),
    mayWork,
    isOnline,
    retry: useMutation({ mutationFn: retryCarefully, ...settled(t('retried')) }),
    cancel: useMutation({ mutationFn: cancelCarefully, ...settled(t('cancelled')) }),
  };
}
