/** Settings of the trial connection: GettZap's statuses and the texts of the manual's example. */
export const TRIAL_DECISION = {
  acceptedStatus: 'accepted',
  acceptedText: 'Заказ{% if order.order_id %} №{{ order.order_id }}{% endif %} принят в обработку.',
  refusedStatus: 'refused',
  refusedText: 'К сожалению, мы не можем выполнить заказ.{% if reason %} Причина: {{ reason }}.{% endif %}',
};

interface TrialStatusTexts {
  item: { status: string; text: string };
  order: { status: string; text: string };
}

/** What the trial tells GettZap, by the name of the status in the default directory. */
export const TRIAL_STATUS_TEXTS: Record<string, TrialStatusTexts> = {
  'В работе': {
    item: { status: 'in_work', text: '{{ order_item.make_name }} {{ order_item.oem }}: в работе.' },
    order: { status: 'in_work', text: 'Заказ №{{ order.order_id }} в работе.' },
  },
  'Пришло на склад': {
    item: { status: 'arrived', text: '{{ order_item.detail_name }} ({{ order_item.qnt }} шт.) на складе.' },
    order: { status: 'arrived', text: 'Все позиции заказа №{{ order.order_id }} на складе.' },
  },
  'Готово к выдаче': {
    item: { status: 'ready', text: '{{ order_item.detail_name }}: можно забирать.' },
    order: { status: 'ready', text: 'Заказ №{{ order.order_id }} готов к выдаче.' },
  },
  Выдано: {
    item: { status: 'issued', text: '{{ order_item.detail_name }} выдано.' },
    order: { status: 'issued', text: 'Заказ №{{ order.order_id }} выдан. Спасибо!' },
  },
  Отказ: {
    item: {
      status: 'refused',
      text: 'К сожалению, {{ order_item.make_name }} {{ order_item.oem }} поставить не сможем.{% if comment %} {{ comment }}{% endif %}',
    },
    order: { status: 'refused', text: 'К сожалению, выполнить заказ №{{ order.order_id }} не сможем.' },
  },
};

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
