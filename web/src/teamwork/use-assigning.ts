import { useMutation } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { isApiError } from '../api/errors';
import { outOfDate } from '../api/queries';
import { useMe } from '../session/session';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts } from './texts';

interface Assigned {
  externalOrderIds: string[];
  /** Null = nobody. */
  user: { id: string; name: string } | null;
}

/** So many are asked about at once: one after the other a thousand would take long. */
const AT_ONCE = 4;

/** Gives external orders, and the orders made from them, to somebody. @param onDone when all of them are */
export function useAssigning(onDone?: () => void) {
  const t = useTexts();
  const me = useMe();
  return useMutation({
    mutationFn: async ({ externalOrderIds, user }: Assigned) => {
      const body = { userId: user?.id ?? null };
      return doEach(externalOrderIds, (id) =>
        call(api.PUT('/api/external-orders/{id}/assignee', { params: { path: { id } }, body })),
      );
    },
    onSuccess: ({ done, failure }, { externalOrderIds, user }) => {
      const count = externalOrderIds.length;
      if (done < count) return notifyFailure(failure, t('assignedSome', { done, count }));
      if (count > 1) notifySuccess(t('assignedMany', { count }));
      else if (!user) notifySuccess(t('released'));
      else notifySuccess(user.id === me.id ? t('taken') : t('handedOver', { who: user.name }));
      onDone?.();
    },
    onError: (error) => notifyFailure(error),
    onSettled: () => outOfDate('external-orders', 'orders'),
  });
}

/**
 * What is not there any more keeps nothing from the others; another failure does.
 * @returns how many went through, and what the first of the others failed by
 * @throws that, when none did
 */
async function doEach(ids: string[], ask: (id: string) => Promise<unknown>) {
  const left = [...ids];
  let done = 0;
  let failure: unknown;
  const work = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      try {
        await ask(id);
        done += 1;
      } catch (error) {
        failure ??= error;
        if (!isApiError(error, 'not_found')) left.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (done === 0 && failure) throw failure as Error;
  return { done, failure };
}
