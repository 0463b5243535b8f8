import { ApiKey } from './access/api-key.entity.js';
import { AuditEntry } from './access/audit-entry.entity.js';
import { Session } from './access/session.entity.js';
import { SignInFailure } from './access/sign-in-failure.entity.js';
import { User } from './access/user.entity.js';
import { Delivery } from './deliveries/delivery.entity.js';
import { DeliveryAttempt } from './deliveries/delivery-attempt.entity.js';
import { DeliveryLane } from './deliveries/delivery-lane.entity.js';
import { DeliveryTarget } from './deliveries/delivery-target.entity.js';
import { ExternalOrder } from './external-orders/external-order.entity.js';
import { ExternalOrderHistoryEntry } from './external-orders/external-order-history-entry.entity.js';
import { ExternalOrderPosition } from './external-orders/external-order-position.entity.js';
import { ReceivedContent } from './external-orders/received-content.entity.js';
import { GettzapMessage } from './gettzap/gettzap-message.entity.js';
import { LiveEvent } from './live-events/live-event.entity.js';
import { ManagerNotification } from './manager-notifications/manager-notification.entity.js';
import { ManagerNotificationSettings } from './manager-notifications/manager-notification-settings.entity.js';
import { MarketplaceConnection } from './marketplaces/marketplace-connection.entity.js';
import { OrderLink } from './marketplaces/order-link.entity.js';
import { OrderStatus } from './order-statuses/order-status.entity.js';
import { Order } from './orders/order.entity.js';
import { OrderHistoryEntry } from './orders/order-history-entry.entity.js';
import { OrderItem } from './orders/order-item.entity.js';
import { Region } from './regions/region.entity.js';
import { Webhook } from './webhooks/webhook.entity.js';

/** Every table of the product. */
export const ENTITIES = [
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
  Delivery,
  DeliveryAttempt,
  DeliveryLane,
  DeliveryTarget,
  Webhook,
  ManagerNotification,
  ManagerNotificationSettings,
  LiveEvent,
];
