import { useLocalStorage } from '@mantine/hooks';
import { useLocation } from 'wouter';
import { api, call } from '../api/client';
import { useRegionChoice } from '../shell/regions';
import type { ExternalOrderState } from './list-query';

const OLDEST_WAITING = {
  state: ['new', 'partially_decided'] as ExternalOrderState[],
  sort: 'createdAt' as const,
  perPage: 1,
};

/** Whether the next waiting order opens after a decision, as this browser's user likes it. */
export function useOpensNext() {
  return useLocalStorage({ key: 'partsdesk.opens-next', defaultValue: false, getInitialValueInEffect: false });
}

/** Goes from an external order to the one that has waited for a decision longest; stays where none waits, or where one went meanwhile. */
export function useOpenNext(from: string): () => Promise<void> {
  const [, navigate] = useLocation();
  const { regionId } = useRegionChoice();
  return async () => {
    const query = { ...OLDEST_WAITING, ...(regionId && { regionId }) };
    const [next] = (await call(api.GET('/api/external-orders', { params: { query } }))).data;
    if (next && location.pathname === `/external-orders/${from}`) navigate(`/external-orders/${next.id}`);
  };
}
