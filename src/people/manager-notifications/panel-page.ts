import { EMAIL_CHANNEL } from '../email/email.service.js';
import { marketplaceName } from '../../marketplaces/connections/marketplace-connection.entity.js';
import { isPushChannel } from '../../shop-systems/exchanges/exchange.entity.js';
import type { ManagerNotification } from './manager-notification.entity.js';

type Subjects = Pick<
  ManagerNotification,
  'kind' | 'orderId' | 'externalOrderId' | 'connectionId' | 'channel' | 'deliveryId'
>;

const DELIVERIES = '/gettzap-notifications';

/** The panel's page where something can be done about a message: its order first, else what is sent, else where it is set up. */
export function panelPageOf({ kind, orderId, externalOrderId, connectionId, channel, deliveryId }: Subjects): string {
  if (orderId) return `/orders/${orderId}`;
  if (externalOrderId) return `/external-orders/${externalOrderId}`;
  const ofMarketplace = !channel || marketplaceName(channel) !== undefined;
  if (deliveryId)
    return ofMarketplace ? `${DELIVERIES}?id=${deliveryId}` : `${DELIVERIES}?channel=${channel}&id=${deliveryId}`;
  if (kind === 'exchange_trouble' || isPushChannel(channel ?? '')) return '/exchanges';
  if (kind === 'price_list_trouble') return '/price-lists';
  // There is no page of a connection that was deleted.
  if (kind === 'replaced_link') return connectionId ? `/marketplaces/${connectionId}` : '/marketplaces';
  if (connectionId) {
    return kind === 'connection_paused'
      ? `/marketplaces/${connectionId}`
      : `${DELIVERIES}?connectionId=${connectionId}`;
  }
  if (channel === EMAIL_CHANNEL) return '/system?topic=email';
  return channel ? '/integrations?tab=webhooks' : '/';
}
