import { useMutation } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { outOfDate } from '../api/queries';
import { useMe } from '../session/session';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts } from './texts';

interface Assigned {
  externalOrderIds: string[];
  /** Null = nobody. */
  user: { id: string; name: string } | null;
}

/** Gives external orders, and the orders made from them, to somebody. @param onDone when all of them are */
export function useAssigning(onDone?: () => void) {
  const t = useTexts();
  const me = useMe();
  return useMutation({
    mutationFn: async ({ externalOrderIds, user }: Assigned) => {
      for (const id of externalOrderIds) {
        const body = { userId: user?.id ?? null };
        await call(api.PUT('/api/external-orders/{id}/assignee', { params: { path: { id } }, body }));
      }
    },
    onSuccess: (_, { externalOrderIds, user }) => {
      const count = externalOrderIds.length;
      if (count > 1) notifySuccess(t('assignedMany', { count }));
      else if (!user) notifySuccess(t('released'));
      else notifySuccess(user.id === me.id ? t('taken') : t('handedOver', { who: user.name }));
      onDone?.();
    },
    onError: (error) => notifyFailure(error),
    onSettled: () => outOfDate('external-orders', 'orders'),
  });
}
