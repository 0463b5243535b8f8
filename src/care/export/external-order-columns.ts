import type { ExternalOrderSummary } from '../../orders/external-orders/external-order.dto.js';
import { Column, column, contextColumns } from './column.js';
import { EXTERNAL_ORDER_STATE_WORDS, flagWords } from './words.js';

/** An external order a row. */
export const EXTERNAL_ORDER_COLUMNS: Column<ExternalOrderSummary>[] = [
  column('Внешний заказ', 'External order', 'code', 14, ({ id }) => id),
  column('№ Gettzap', 'Gettzap no.', 'code', 20, ({ externalId }) => externalId),
  column('Состояние', 'State', 'text', 20, ({ state }, language) => EXTERNAL_ORDER_STATE_WORDS[state][language]),
  column('Отметки', 'Flags', 'text', 26, ({ flags }, language) => flagWords(flags, language)),
  column('Получен', 'Received', 'instant', 17, ({ receivedAt }) => receivedAt),
  column('Оформлен клиентом', 'Ordered', 'instant', 17, ({ orderedAt }) => orderedAt),
  column('Сумма', 'Total', 'money', 14, ({ total }) => total),
  column('Позиций', 'Positions', 'number', 10, ({ positions }) => positions.length),
  column('Клиент', 'Client', 'text', 28, ({ customer }) => customer.name),
  column('Телефон', 'Phone', 'text', 20, ({ customer }) => customer.phone),
  column('E-mail', 'E-mail', 'text', 26, ({ customer }) => customer.email),
  column('Доставка', 'Delivery', 'text', 16, ({ delivery }) => delivery.type),
  column('Адрес доставки', 'Delivery address', 'text', 36, ({ delivery }) => delivery.address),
  column('Комментарий', 'Comment', 'text', 36, ({ comment }) => comment),
  column('Заказ', 'Order', 'code', 12, ({ orderId }) => orderId),
  column('Что не понято', 'What was not understood', 'text', 36, ({ problems }) =>
    problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
  ),
  ...contextColumns<ExternalOrderSummary>(),
];
