import type { CreateProcessingRule } from '../../offers/processing-rules/processing-rule.dto.js';
import { ACCEPTED_TEXT, REFUSED_TEXT } from '../../orders/order-statuses/suggested-texts.js';

/** Settings of the trial connection: GettZap's statuses, and the texts that the panel suggests. */
export const TRIAL_DECISION = {
  acceptedStatus: 'accepted',
  acceptedText: ACCEPTED_TEXT,
  refusedStatus: 'refused',
  refusedText: REFUSED_TEXT,
};

/** The status that the trial tells GettZap, by the name of the status in the default directory. */
export const TRIAL_STATUSES: Record<string, string> = {
  'В работе': 'in_work',
  'Пришло на склад': 'arrived',
  'Готово к выдаче': 'ready',
  Выдано: 'issued',
  Отказ: 'refused',
};

/** The price list of the sandbox's supplier, whose file has a heading of four lines. */
export const TRIAL_LIST = {
  name: 'Поставщик из песочницы',
  deliveryDaysMin: 1,
  deliveryDaysMax: 3,
  firstRow: 5,
  columns: { brand: 1, article: 2, name: 3, quantity: 4, price: 5, multiplicity: 6 },
};

/** In shadow: what they would do stands beside what comes in once the supplier's list is in force. */
export const TRIAL_RULES: Array<Pick<CreateProcessingRule, 'name' | 'conditions' | 'action'>> = [
  {
    name: 'Есть всё и не дороже 5 %',
    conditions: { stock: 'full', deviationUp: 5 },
    action: { kind: 'accept', reason: '', delayMinutes: 5 },
  },
  {
    name: 'Нет ни в одном прайс-листе',
    conditions: { offerFound: false },
    action: { kind: 'refuse', reason: 'Нет в наличии', delayMinutes: 5 },
  },
];

const DEMO = 'Демонстрационный заказ';

/** A little to look at on the first start, marked as what it is. */
export const DEMO_ORDERS = [
  {
    id: 'DEMO-1',
    comment: `${DEMO}. Позвоните перед отправкой.`,
    customer: { name: 'Демо Покупатель', phone: '+7 900 000-00-01', email: 'demo1@example.com' },
    positions: [
      { id: '1', brand: 'BOSCH', number: '0 986 494 019', name: 'Колодки тормозные', quantity: 2, price: '3450.00' },
      { id: '2', brand: 'MANN-FILTER', number: 'W 712/95', name: 'Фильтр масляный', quantity: 1, price: '890.50' },
    ],
  },
  {
    id: 'DEMO-2',
    comment: DEMO,
    customer: { name: 'Демо Автосервис', phone: '+7 900 000-00-02', email: 'demo2@example.com' },
    positions: [
      { id: '1', brand: 'NGK', number: 'BKR6E', name: 'Свеча зажигания', quantity: 4, price: '310.00' },
      { id: '2', brand: 'GATES', number: 'K015603XS', name: 'Комплект ремня ГРМ', quantity: 1, price: '7240.00' },
      { id: '3', brand: 'LEMFORDER', number: '37777 01', name: 'Стойка стабилизатора', quantity: 2, price: '1580.90' },
    ],
  },
];
