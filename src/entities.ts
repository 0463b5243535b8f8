import { ApiKey } from './access/api-key.entity.js';
import { AuditEntry } from './access/audit-entry.entity.js';
import { Session } from './access/session.entity.js';
import { SignInFailure } from './access/sign-in-failure.entity.js';
import { User } from './access/user.entity.js';
import { ConfigurationVersion } from './platform/configuration/configuration-version.entity.js';
import { OutboxMessage, OutboxAttempt, OrderingKey } from './outbox/outbox-message.entity.js';
import { Endpoint } from './outbox/endpoint.entity.js';
import { ExternalOrder } from './orders/external-orders/external-order.entity.js';
import { ExternalOrderHistoryEntry } from './orders/external-orders/external-order-history-entry.entity.js';
import { ExternalOrderPosition } from './orders/external-orders/external-order-position.entity.js';
import { ReceivedContent } from './orders/external-orders/received-content.entity.js';
import { GettzapMessage } from './marketplaces/gettzap/gettzap-message.entity.js';
import { LiveEvent } from './people/live-events/live-event.entity.js';
import { ManagerNotification } from './people/manager-notifications/manager-notification.entity.js';
import { ManagerNotificationSettings } from './people/manager-notifications/manager-notification-settings.entity.js';
import { MarketplaceConnection } from './marketplaces/connections/marketplace-connection.entity.js';
import { OrderLink } from './marketplaces/connections/order-link.entity.js';
import { OrderStatus } from './orders/order-statuses/order-status.entity.js';
import { Order } from './orders/orders/order.entity.js';
import { OrderHistoryEntry } from './orders/orders/order-history-entry.entity.js';
import { OrderItem } from './orders/orders/order-item.entity.js';
import { Region } from './access/regions/region.entity.js';
import { Webhook } from './shop-systems/webhooks/webhook.entity.js';

/** Every table of the product. */
export const ENTITIES = [
  ConfigurationVersion,
  User,
  Session,
  ApiKey,
  SignInFailure,
  AuditEntry,
  Region,
  OrderStatus,
  MarketplaceConnection,
  OrderLink,
  Order,
  OrderItem,
  OrderHistoryEntry,
  ExternalOrder,
  ExternalOrderPosition,
  ExternalOrderHistoryEntry,
  ReceivedContent,
  GettzapMessage,
  OutboxMessage,
  OutboxAttempt,
  OrderingKey,
  Endpoint,
  Webhook,
  ManagerNotification,
  ManagerNotificationSettings,
  LiveEvent,
];
