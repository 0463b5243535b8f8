import type { GettzapNotificationView } from '../../marketplaces/gettzap-notifications/gettzap-notification.dto.js';
import { Column, column, contextColumns } from './column.js';
import { NOTIFICATION_KIND_WORDS, NOTIFICATION_STATE_WORDS, reasonWord } from './words.js';

/** A Gettzap notification a row. */
export const NOTIFICATION_COLUMNS: Column<GettzapNotificationView>[] = [
  column('Уведомление', 'Notification', 'code', 14, ({ id }) => id),
  column('Создано', 'Created', 'instant', 17, ({ createdAt }) => createdAt),
  column('Состояние', 'State', 'text', 18, ({ state }, language) => NOTIFICATION_STATE_WORDS[state][language]),
  column('№ Gettzap', 'Gettzap no.', 'code', 20, ({ externalId }) => externalId),
  column('Заказ', 'Order', 'code', 12, ({ orderId }) => orderId),
  column('Внешний заказ', 'External order', 'code', 14, ({ externalOrderId }) => externalOrderId),
  column('Что сообщается', 'What is told', 'text', 24, ({ kind }, language) => NOTIFICATION_KIND_WORDS[kind][language]),
  column('Статус Gettzap', 'Gettzap status', 'text', 20, ({ status }) => status),
  column('Текст', 'Text', 'text', 50, ({ text }) => text),
  column('Количество', 'Quantity', 'number', 12, ({ quantity }) => quantity),
  column('Попыток', 'Tries', 'number', 10, ({ attemptCount }) => attemptCount),
  column('Следующая попытка', 'Next try', 'instant', 18, ({ nextAttemptAt }) => nextAttemptAt),
  column('Доставлено', 'Delivered', 'instant', 17, ({ deliveredAt }) => deliveredAt),
  column('Причина', 'Reason', 'text', 28, ({ reason }, language) => reasonWord(reason, language)),
  ...contextColumns<GettzapNotificationView>(),
];
