import type { Cell, ColumnHead, ColumnKind, Language } from './table.js';
import { wallClock } from '../../platform/local-time.js';
import {
  type Word,
  EXTERNAL_ORDER_STATE_WORDS,
  flagWords,
  POSITION_STATE_WORDS,
  DECIDER_WORDS,
  NOTIFICATION_KIND_WORDS,
  NOTIFICATION_STATE_WORDS,
  deliveryWord,
  reasonWord,
} from './words.js';
import type { ExternalOrderSummary, PositionView } from '../../orders/external-orders/external-order.dto.js';
import type { OrderItemView, OrderSummary } from '../../orders/orders/order.dto.js';
import { formatMinor, parseMinor } from '../../platform/money.js';
import type { ListedPositionView } from '../../orders/external-orders/listed-position.dto.js';
import type { GettzapNotificationView } from '../../marketplaces/gettzap-notifications/gettzap-notification.dto.js';
import { deviationOf } from '../../offers/order-offers/offered-position.js';
import { REASON_CODE_TEXTS } from '../../orders/external-orders/reason-code-texts.js';
import { problemText } from '../../orders/external-orders/problem-text.js';

/** Where a row belongs. */
export interface RowContext {
  region: string;
  /** IANA name. */
  timeZone: string;
  connection: string;
  /** What a processing rule of the connection is called. */
  ruleName(id: string): string;
}

export interface Column<Row> {
  title: Word;
  kind: ColumnKind;
  /** In characters. */
  width: number;
  /** An instant as ISO 8601, an amount as a decimal string. */
  value(row: Row, language: Language, context: RowContext): string | number | null;
}

function column<Row>(
  ru: string,
  en: string,
  kind: ColumnKind,
  width: number,
  value: Column<Row>['value'],
): Column<Row> {
  return { title: { ru, en }, kind, width, value };
}

type Bought = Pick<OrderSummary, 'customer' | 'delivery' | 'comment'>;

/** Who ordered, how it gets to them and what they say. */
function buyerColumns<Row>(of: (row: Row) => Bought): Column<Row>[] {
  return [
    column('Покупатель', 'Buyer', 'text', 28, (row) => of(row).customer.name),
    column('Телефон', 'Phone', 'text', 20, (row) => of(row).customer.phone),
    column('Эл. почта', 'E-mail', 'text', 26, (row) => of(row).customer.email),
    column('Доставка', 'Delivery', 'text', 16, (row, language) => deliveryWord(of(row).delivery.type, language)),
    column('Адрес доставки', 'Delivery address', 'text', 36, (row) => of(row).delivery.address),
    column('Комментарий', 'Comment', 'text', 36, (row) => of(row).comment),
  ];
}

/** Where the row belongs, at the end of every table. */
function contextColumns<Row>(): Column<Row>[] {
  return [
    column('Регион', 'Region', 'text', 18, (_row, _language, { region }) => region),
    column('Часовой пояс', 'Time zone', 'text', 18, (_row, _language, { timeZone }) => timeZone),
    column('Подключение', 'Connection', 'text', 20, (_row, _language, { connection }) => connection),
  ];
}

export function headOf<Row>({ title, kind, width }: Column<Row>, language: Language): ColumnHead {
  return { title: title[language], kind, width };
}

export function cellsOf<Row>(columns: Column<Row>[], row: Row, language: Language, context: RowContext): Cell[] {
  return columns.map(({ kind, value }) => {
    const cell = value(row, language, context);
    return kind === 'instant' && cell !== null ? wallClock(new Date(cell), context.timeZone) : cell;
  });
}

/** An external order a row. */
export const EXTERNAL_ORDER_COLUMNS: Column<ExternalOrderSummary>[] = [
  column('Внешний заказ', 'External order', 'code', 14, ({ id }) => id),
  column('№ GettZap', 'GettZap no.', 'code', 20, ({ externalId }) => externalId),
  column('Состояние', 'State', 'text', 20, ({ state }, language) => EXTERNAL_ORDER_STATE_WORDS[state][language]),
  column('Отметки', 'Flags', 'text', 26, ({ flags }, language) => flagWords(flags, language)),
  column('Получен', 'Received', 'instant', 17, ({ receivedAt }) => receivedAt),
  column('Оформлен', 'Ordered', 'instant', 17, ({ orderedAt }) => orderedAt),
  column('Заказано на сумму', 'Ordered total', 'money', 16, ({ total }) => total),
  column('Принято на сумму', 'Accepted total', 'money', 16, ({ positions }) => acceptedSumOf(positions)),
  column('Позиций', 'Positions', 'number', 10, ({ positions }) => positions.length),
  ...buyerColumns<ExternalOrderSummary>((order) => order),
  column('Заказ', 'Order', 'code', 12, ({ orderId }) => orderId),
  column('Что не распознано', 'What was not recognised', 'text', 36, ({ problems }, language) =>
    problems.map((problem) => problemText(problem, language)).join('; '),
  ),
  column('VIN', 'VIN', 'code', 20, ({ vin }) => vin),
  ...contextColumns<ExternalOrderSummary>(),
];

export interface OrderItemRow {
  order: OrderSummary;
  item: OrderItemView;
}

/** An item a row, with its order beside it. */
export const ORDER_ITEM_COLUMNS: Column<OrderItemRow>[] = [
  column('№ заказа', 'Order no.', 'code', 12, ({ order }) => order.number),
  column('№ GettZap', 'GettZap no.', 'code', 20, ({ order }) => order.externalId),
  column('Создан', 'Created', 'instant', 17, ({ order }) => order.createdAt),
  column('Статус заказа', 'Order status', 'text', 20, ({ order }, language) =>
    order.status ? order.status.name : { ru: 'Разные статусы', en: 'Different statuses' }[language],
  ),
  column('Отметки', 'Flags', 'text', 26, ({ order }, language) => flagWords(order.flags, language)),
  column('Бренд', 'Brand', 'text', 16, ({ item }) => item.brand),
  column('Артикул', 'Part number', 'code', 20, ({ item }) => item.number),
  column('Наименование', 'Name', 'text', 40, ({ item }) => item.name),
  column('Количество', 'Quantity', 'number', 12, ({ item }) => item.quantity),
  column('Цена', 'Price', 'money', 14, ({ item }) => item.price),
  column('Сумма', 'Sum', 'money', 14, ({ item }) => sumOf(item)),
  column('Статус позиции', 'Item status', 'text', 20, ({ item }) => item.status.name),
  column('Срок, дней', 'Delivery days', 'number', 12, ({ item }) => item.deliveryDays),
  column('Комментарий к позиции', 'Comment on the item', 'text', 36, ({ item }) => item.comment),
  ...buyerColumns<OrderItemRow>(({ order }) => order),
  column('Принято при решении', 'Accepted when decided', 'money', 20, ({ order }) => order.total),
  column('Заказано на сумму', 'Ordered total', 'money', 16, ({ order }) => order.orderedTotal),
  column('Внешний заказ', 'External order', 'code', 14, ({ order }) => order.externalOrderId),
  column('VIN', 'VIN', 'code', 20, ({ order }) => order.vin),
  column('Прайс-лист', 'Price list', 'text', 24, ({ item }) => item.offer?.priceListName ?? null),
  column('Цена в прайс-листе', 'Price in the list', 'money', 16, ({ item }) => item.offer?.price ?? null),
  column('Остаток в прайс-листе', 'Stock in the list', 'number', 14, ({ item }) => item.offer?.stock ?? null),
  column('Дата прайс-листа', 'Date of the list', 'instant', 17, ({ item }) => item.offer?.listedAt ?? null),
  ...contextColumns<OrderItemRow>(),
];

/** Decimal string of price × quantity. */
function sumOf({ price, quantity }: { price: string; quantity: number }): string {
  return formatMinor((parseMinor(price) ?? 0) * quantity);
}

/** Decimal string; null while nothing is decided. */
function acceptedSumOf(positions: PositionView[]): string | null {
  if (!positions.some(({ state }) => state === 'accepted' || state === 'refused')) return null;
  const accepted = positions.filter(({ state }) => state === 'accepted');
  const minor = accepted.map(({ price, acceptedQuantity }) => (parseMinor(price) ?? 0) * acceptedQuantity);
  return formatMinor(minor.reduce((sum, each) => sum + each, 0));
}

/** Percent by which the offer is dearer than the position, as a decimal string. */
function deviation(offer: PositionView['offer'], price: string): string | null {
  return offer && (deviationOf(parseMinor(offer.price) ?? 0, parseMinor(price) ?? 0)?.toFixed(1) ?? null);
}

/** A position a row, with its external order beside it. */
export const POSITION_COLUMNS: Column<ListedPositionView>[] = [
  column('Внешний заказ', 'External order', 'code', 14, ({ externalOrder }) => externalOrder.id),
  column('№ GettZap', 'GettZap no.', 'code', 20, ({ externalOrder }) => externalOrder.externalId),
  column('Получен', 'Received', 'instant', 17, ({ externalOrder }) => externalOrder.receivedAt),
  column(
    'Состояние заказа',
    'Order state',
    'text',
    20,
    ({ externalOrder }, language) => EXTERNAL_ORDER_STATE_WORDS[externalOrder.state][language],
  ),
  column('Покупатель', 'Buyer', 'text', 28, ({ externalOrder }) => externalOrder.customerName),
  column('Бренд', 'Brand', 'text', 16, ({ brand }) => brand),
  column('Артикул', 'Part number', 'code', 20, ({ number }) => number),
  column('Наименование', 'Name', 'text', 40, ({ name }) => name),
  column('Количество', 'Quantity', 'number', 12, ({ quantity }) => quantity),
  column('Принято', 'Accepted', 'number', 12, ({ state, acceptedQuantity }) =>
    state === 'accepted' ? acceptedQuantity : 0,
  ),
  column('Цена', 'Price', 'money', 14, ({ price }) => price),
  column('Заказано на сумму', 'Ordered total', 'money', 16, (position) => sumOf(position)),
  column('Срок, дней', 'Delivery days', 'number', 12, ({ deliveryDays }) => deliveryDays),
  column(
    'Состояние позиции',
    'Position state',
    'text',
    20,
    ({ state }, language) => POSITION_STATE_WORDS[state][language],
  ),
  column('Комментарий', 'Comment', 'text', 36, ({ comment }) => comment),
  column('Позиция GettZap', 'GettZap position', 'code', 18, ({ externalId }) => externalId),
  column('Заказ', 'Order', 'code', 12, ({ externalOrder }) => externalOrder.orderId),
  column('Прайс-лист', 'Price list', 'text', 24, ({ offer }) => offer?.priceListName ?? null),
  column('Цена в прайс-листе', 'Price in the list', 'money', 16, ({ offer }) => offer?.price ?? null),
  column('Отклонение цены, %', 'Deviation of the price, %', 'money', 14, ({ offer, price }) => deviation(offer, price)),
  column(
    'Кто решил',
    'Decided by',
    'text',
    14,
    ({ decision }, language) => decision && DECIDER_WORDS[decision.by][language],
  ),
  column('Правило', 'Rule', 'text', 24, ({ decision }, _language, { ruleName }) =>
    decision?.ruleId ? ruleName(decision.ruleId) : null,
  ),
  column('Причина правила', 'Reason of the rule', 'text', 24, ({ decision }, language) =>
    decision?.reasonCode ? REASON_CODE_TEXTS[decision.reasonCode][language] : null,
  ),
  ...contextColumns<ListedPositionView>(),
];

/** A GettZap notification a row. */
export const NOTIFICATION_COLUMNS: Column<GettzapNotificationView>[] = [
  column('№ уведомления', 'Notification no.', 'code', 14, ({ id }) => id),
  column('Создано', 'Created', 'instant', 17, ({ createdAt }) => createdAt),
  column('Состояние', 'State', 'text', 18, ({ state }, language) => NOTIFICATION_STATE_WORDS[state][language]),
  column('№ GettZap', 'GettZap no.', 'code', 20, ({ externalId }) => externalId),
  column('Заказ', 'Order', 'code', 12, ({ orderId }) => orderId),
  column('Внешний заказ', 'External order', 'code', 14, ({ externalOrderId }) => externalOrderId),
  column('Уведомление', 'Notification', 'text', 24, ({ kind }, language) => NOTIFICATION_KIND_WORDS[kind][language]),
  column('Статус GettZap', 'GettZap status', 'text', 20, ({ status }) => status),
  column('Текст', 'Text', 'text', 50, ({ text }) => text),
  column('Количество', 'Quantity', 'number', 12, ({ quantity }) => quantity),
  column('Попыток', 'Attempts', 'number', 10, ({ attemptCount }) => attemptCount),
  column('Следующая попытка', 'Next attempt', 'instant', 18, ({ nextAttemptAt }) => nextAttemptAt),
  column('Доставлено', 'Delivered', 'instant', 17, ({ deliveredAt }) => deliveredAt),
  column('Причина', 'Reason', 'text', 28, ({ reason }, language) => reasonWord(reason, language)),
  ...contextColumns<GettzapNotificationView>(),
];
