import type { OrderItemView, OrderSummary } from '../../orders/orders/order.dto.js';
import { formatMinor, parseMinor } from '../../platform/money.js';
import { Column, column, contextColumns } from './column.js';
import { flagWords } from './words.js';

export interface OrderItemRow {
  order: OrderSummary;
  item: OrderItemView;
}

/** An item a row, with its order beside it. */
export const ORDER_ITEM_COLUMNS: Column<OrderItemRow>[] = [
  column('№ заказа', 'Order no.', 'code', 12, ({ order }) => order.number),
  column('№ Gettzap', 'Gettzap no.', 'code', 20, ({ order }) => order.externalId),
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
  column('Комментарий', 'Comment', 'text', 36, ({ item }) => item.comment),
  column('Внешний заказ', 'External order', 'code', 14, ({ order }) => order.externalOrderId),
  ...contextColumns<OrderItemRow>(),
];

/** Decimal string of price × quantity. */
export function sumOf({ price, quantity }: { price: string; quantity: number }): string {
  return formatMinor((parseMinor(price) ?? 0) * quantity);
}
