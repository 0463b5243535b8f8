import { ApiKey, User, Session } from './access/user.entity.js';
import { AuditEntry } from './access/audit-entry.entity.js';
import { SignInFailure } from './access/sign-in-throttle.service.js';
import { ConfigurationVersion } from './platform/configuration/configuration.service.js';
import { OutboxMessage, OutboxAttempt, OrderingKey, Endpoint } from './outbox/outbox-message.entity.js';
import { ExternalOrder, ExternalOrderPosition } from './orders/external-orders/external-order.entity.js';
import { ExternalOrderHistoryEntry, ReceivedContent } from './orders/external-orders/external-order-history.entity.js';
import { ExternalOrderNote } from './orders/external-orders/external-order-note.entity.js';
import { GettzapMessage } from './marketplaces/gettzap/gettzap-message.entity.js';
import { LiveEvent } from './people/live-events/live-event.entity.js';
import {
  ManagerNotification,
  ManagerNotificationSettings,
} from './people/manager-notifications/manager-notification.entity.js';
import { MarketplaceConnection, OrderLink } from './marketplaces/connections/marketplace-connection.entity.js';
import { OrderStatus } from './orders/order-statuses/order-status.entity.js';
import { Order, OrderItem, OrderHistoryEntry } from './orders/orders/order.entity.js';
import { AppliedLimit } from './orders/deadlines/applied-limit.entity.js';
import { SavedFilter } from './orders/saved-filters/saved-filter.entity.js';
import { UndoStep } from './orders/undo/undo-step.entity.js';
import { QuarterCount } from './care/dashboard/quarter-count.entity.js';
import { Region } from './access/regions/region.entity.js';
import { Webhook } from './shop-systems/webhooks/webhook.entity.js';
import { Exchange, ExchangeStatus } from './shop-systems/exchanges/exchange.entity.js';
import { BatchEntry, HandOver, HandOverBatch } from './shop-systems/exchanges/hand-over.entity.js';
import {
  ExchangeSession,
  FileOrder,
  FilePart,
  ReturnedFile,
  SessionStep,
} from './shop-systems/exchanges/exchange-session.entity.js';
import { ExchangeFollow } from './shop-systems/exchanges/exchange-follow.entity.js';
import { PriceList, PriceListFetch } from './offers/price-lists/price-list.entity.js';
import { PriceListImport, PriceListRow, RejectedLine } from './offers/price-lists/price-list-import.entity.js';
import { Customer, CustomerOrder } from './shop-systems/parts-soft/customer.entity.js';
import { Proposal } from './shop-systems/exchanges/proposal.entity.js';
import { ProcessingRule, RuleTask, RuleVerdict } from './offers/processing-rules/processing-rule.entity.js';
import { Brand, BrandCursor, BrandSynonym, UnknownBrand } from './offers/brands/brand.entity.js';

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
  UndoStep,
  Order,
  OrderItem,
  OrderHistoryEntry,
  ExternalOrder,
  ExternalOrderPosition,
  ExternalOrderHistoryEntry,
  ReceivedContent,
  ExternalOrderNote,
  AppliedLimit,
  SavedFilter,
  GettzapMessage,
  OutboxMessage,
  OutboxAttempt,
  OrderingKey,
  Endpoint,
  Webhook,
  Exchange,
  ExchangeStatus,
  HandOver,
  HandOverBatch,
  BatchEntry,
  ExchangeSession,
  SessionStep,
  ReturnedFile,
  FilePart,
  FileOrder,
  Proposal,
  ExchangeFollow,
  Customer,
  CustomerOrder,
  Brand,
  BrandSynonym,
  UnknownBrand,
  BrandCursor,
  PriceList,
  PriceListFetch,
  PriceListImport,
  RejectedLine,
  PriceListRow,
  ProcessingRule,
  RuleTask,
  RuleVerdict,
  ManagerNotification,
  ManagerNotificationSettings,
  LiveEvent,
  QuarterCount,
];
