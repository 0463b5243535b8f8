import type { PositionView } from '../../orders/external-orders/external-order.dto.js';
import type { ShownState } from '../../outbox/message-filter.js';
import type { ExternalOrderState, PositionState } from '../../orders/external-orders/external-order-state.js';
import type { NotificationKind } from '../../marketplaces/gettzap-notifications/gettzap-notification.js';
import type { Language } from './table.js';

/** The same thing in each language. */
export type Word = Record<Language, string>;

const word = (ru: string, en: string): Word => ({ ru, en });

/** Of the tables: the sheet's and the file's name. */
export const TITLES = {
  externalOrders: word('Внешние заказы', 'External orders'),
  positions: word('Позиции внешних заказов', 'External order positions'),
  orders: word('Заказы', 'Orders'),
  notifications: word('Уведомления GettZap', 'GettZap notifications'),
};

export const EXTERNAL_ORDER_STATE_WORDS: Record<ExternalOrderState, Word> = {
  new: word('Новый', 'New'),
  partially_decided: word('Решён частично', 'Partly decided'),
  accepted: word('Принят', 'Accepted'),
  partially_accepted: word('Принят частично', 'Partly accepted'),
  refused: word('Отказ', 'Refused'),
  cancelled: word('Отменён клиентом', 'Cancelled by client'),
  needs_attention: word('Требует внимания', 'Needs attention'),
  deleted: word('Удалён', 'Deleted'),
};

export const POSITION_STATE_WORDS: Record<PositionState, Word> = {
  open: word('Ждёт решения', 'Open'),
  accepted: word('Принята', 'Accepted'),
  refused: word('Отказ', 'Refused'),
  cancelled: word('Отменена клиентом', 'Cancelled by client'),
};

export const DECIDER_WORDS: Record<NonNullable<PositionView['decision']>['by'], Word> = {
  person: word('Сотрудник', 'Person'),
  rule: word('Правило', 'Rule'),
};

export const FLAG_WORDS = {
  changedAfterDecision: word('изменён после решения', 'changed after the decision'),
  cancelledByClient: word('отменён клиентом', 'cancelled by the client'),
  cancelConflict: word('отменённое не снято', 'cancelled but still active'),
};

export const NOTIFICATION_STATE_WORDS: Record<ShownState, Word> = {
  pending: word('В очереди', 'Queued'),
  sending: word('Отправляется', 'Sending'),
  retrying: word('Будет повтор', 'Will retry'),
  delivered: word('Доставлено', 'Delivered'),
  dead: word('Не доставлено', 'Not delivered'),
  cancelled: word('Отменено', 'Cancelled'),
  skipped: word('Не отправлялось', 'Not sent'),
};

export const NOTIFICATION_KIND_WORDS: Record<NotificationKind, Word> = {
  order_accepted: word('Заказ принят', 'Order accepted'),
  order_refused: word('Отказ по заказу', 'Order refused'),
  position_accepted: word('Позиция принята', 'Position accepted'),
  position_refused: word('Отказ по позиции', 'Position refused'),
  item_status: word('Статус позиции', 'Item status'),
  order_status: word('Статус всего заказа', 'Status of the whole order'),
};

const REASON_WORDS: Record<string, Word> = {
  no_status_configured: word('уведомление не настроено', 'no notification is set up'),
  caused_by_gettzap: word('изменение пришло от GettZap', 'the change came from GettZap'),
  no_external_id: word('нет № GettZap', 'no GettZap number'),
  cancelled_by_client: word('клиент отменил заказ', 'cancelled by the client'),
  cancelled_by_user: word('отменено вручную', 'cancelled by hand'),
  undone: word('действие отменено', 'the action was undone'),
  target_retired: word('подключение удалено', 'the connection was deleted'),
  recipient_blocked: word('получатель заблокирован', 'the reader was blocked'),
  recipient_address_changed: word('у получателя другой адрес', 'the reader has another address'),
  recipient_region_lost: word('получатель не видит регион', 'the reader does not see the region'),
  no_order_to_tell: word('нет заказа, о котором сообщить', 'there is no order to tell of'),
  text_removed: word('текст удалён по сроку', 'its text was removed by age'),
  not_recorded: word('итог не удалось записать', 'its outcome could not be recorded'),
  not_sent: word('не удалось отправить', 'could not be sent'),
  tries_exhausted: word('все попытки исчерпаны', 'all attempts used'),
  rejected: word('отклонено', 'rejected'),
  unauthorized: word('вход отклонён', 'the sign-in was refused'),
};

/** A reason as deliveries keep it, e.g. `rejected_422`; one without words stays as it is. */
export function reasonWord(reason: string, language: Language): string {
  const [, name = '', status = ''] = /^([a-z_]+?)_?(\d*)$/.exec(reason) ?? [];
  const known = Object.hasOwn(REASON_WORDS, name) ? REASON_WORDS[name] : undefined;
  if (!known) return reason;
  return status ? `${known[language]} (${status})` : known[language];
}

const DELIVERY_WORDS = { pickup: word('Самовывоз', 'Pickup'), courier: word('Курьер', 'Courier') };

/** How GettZap delivers; a way without words stays as it was sent. */
export function deliveryWord(type: string, language: Language): string {
  return Object.hasOwn(DELIVERY_WORDS, type) ? DELIVERY_WORDS[type as keyof typeof DELIVERY_WORDS][language] : type;
}

/** The flags that are up, in words. */
export function flagWords(flags: Partial<Record<keyof typeof FLAG_WORDS, boolean>>, language: Language): string {
  const names = Object.keys(FLAG_WORDS) as Array<keyof typeof FLAG_WORDS>;
  return names
    .filter((name) => flags[name])
    .map((name) => FLAG_WORDS[name][language])
    .join(', ');
}
