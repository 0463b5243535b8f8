import type { ListedPositionView } from '../../orders/external-orders/listed-position.dto.js';
import { Column, column, contextColumns } from './column.js';
import { sumOf } from './order-item-columns.js';
import { EXTERNAL_ORDER_STATE_WORDS, POSITION_STATE_WORDS } from './words.js';

/** A position a row, with its external order beside it. */
export const POSITION_COLUMNS: Column<ListedPositionView>[] = [
  column('Внешний заказ', 'External order', 'code', 14, ({ externalOrder }) => externalOrder.id),
  column('№ Gettzap', 'Gettzap no.', 'code', 20, ({ externalOrder }) => externalOrder.externalId),
  column('Получен', 'Received', 'instant', 17, ({ externalOrder }) => externalOrder.receivedAt),
  column(
    'Состояние заказа',
    'Order state',
    'text',
    20,
    ({ externalOrder }, language) => EXTERNAL_ORDER_STATE_WORDS[externalOrder.state][language],
  ),
  column('Клиент', 'Client', 'text', 28, ({ externalOrder }) => externalOrder.customerName),
  column('Бренд', 'Brand', 'text', 16, ({ brand }) => brand),
  column('Артикул', 'Part number', 'code', 20, ({ number }) => number),
  column('Наименование', 'Name', 'text', 40, ({ name }) => name),
  column('Количество', 'Quantity', 'number', 12, ({ quantity }) => quantity),
  column('Принято', 'Accepted', 'number', 12, ({ acceptedQuantity }) => acceptedQuantity),
  column('Цена', 'Price', 'money', 14, ({ price }) => price),
  column('Сумма', 'Sum', 'money', 14, (position) => sumOf(position)),
  column('Срок, дней', 'Delivery days', 'number', 12, ({ deliveryDays }) => deliveryDays),
  column(
    'Состояние позиции',
    'Position state',
    'text',
    20,
    ({ state }, language) => POSITION_STATE_WORDS[state][language],
  ),
  column('Комментарий', 'Comment', 'text', 36, ({ comment }) => comment),
  column('Позиция Gettzap', 'Gettzap position', 'code', 18, ({ externalId }) => externalId),
  column('Заказ', 'Order', 'code', 12, ({ externalOrder }) => externalOrder.orderId),
  ...contextColumns<ListedPositionView>(),
];
