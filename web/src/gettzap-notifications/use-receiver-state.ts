import { useExchanges } from '../exchanges/exchange';
import { type ConnectionState, useConnectionStates } from '../shared/connections';
import { type Delivery, isPush, isPushed } from './delivery';

/** How what a delivery goes to is, as far as that is known. */
export function useReceiverState(
  channel: Delivery['channel'],
): (delivery: Delivery) => ConnectionState['state'] | undefined {
  const connections = useConnectionStates();
  const { data: exchanges = [] } = useExchanges({ isAsked: isPushed(channel), isWatched: false });
  return (delivery) => {
    if (delivery.channel === 'gettzap') return connections.find(({ id }) => id === delivery.connectionId)?.state;
    if (!isPush(delivery)) return undefined;
    const exchange = exchanges.find(({ id }) => id === delivery.exchangeId);
    if (!exchange?.isActive) return exchange && 'off';
    return exchange.pausedAt ? 'paused' : undefined;
  };
}
