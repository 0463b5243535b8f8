/** Templates of an item's notification, or of the whole order's. */
export type TextScope = 'item' | 'order';

export const MAX_TEMPLATE_LENGTH = 4_000;

export interface TextVariable {
  name: string;
  label: string;
  scopes: TextScope[];
}

const both: TextScope[] = ['item', 'order'];

/** What a text may name, under PARTS SOFT's own names. */
export const TEXT_VARIABLES: TextVariable[] = [
  { name: 'order.order_id', label: 'Номер заказа', scopes: both },
  { name: 'order.external_id', label: 'Номер заказа в GettZap', scopes: both },
  { name: 'order_item.oem', label: 'Артикул', scopes: ['item'] },
  { name: 'order_item.make_name', label: 'Производитель', scopes: ['item'] },
  { name: 'order_item.detail_name', label: 'Наименование', scopes: ['item'] },
  { name: 'order_item.qnt', label: 'Количество', scopes: ['item'] },
  { name: 'order_item.cost', label: 'Цена', scopes: ['item'] },
  { name: 'order_item.first_cost', label: 'Цена в прайс-листе', scopes: ['item'] },
  { name: 'order_item.price_name', label: 'Прайс-лист', scopes: ['item'] },
  { name: 'order_item.comment', label: 'Комментарий покупателя к позиции', scopes: ['item'] },
  { name: 'order_item.status.name', label: 'Статус позиции', scopes: ['item'] },
  { name: 'status.name', label: 'Статус', scopes: both },
  { name: 'region.name', label: 'Регион', scopes: both },
  { name: 'reason', label: 'Причина отказа', scopes: both },
  { name: 'comment', label: 'Комментарий к смене статуса', scopes: both },
];

/** Values for one rendering; what does not exist in a case is null, prints as nothing and is false in `{% if %}`. */
export interface TextValues {
  order: { order_id: string | null; external_id: string };
  order_item: {
    oem: string;
    make_name: string;
    detail_name: string;
    qnt: number;
    cost: string;
    first_cost: string | null;
    price_name: string | null;
    comment: string;
    status: { name: string } | null;
  } | null;
  status: { name: string } | null;
  region: { name: string };
  reason: string | null;
  comment: string | null;
}
