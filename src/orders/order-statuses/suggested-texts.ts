/** What a shop may tell GettZap, as the forms suggest it and trial mode tells it: in Russian, since GettZap's buyers read it. */

const PART = '{{ order_item.make_name }} {{ order_item.oem }}, {{ order_item.qnt }} шт.';
const ORDER = 'Заказ №{{ order.order_id }}';

/** Of a decision about the whole order, or about the position that it names. */
export const ACCEPTED_TEXT = `${ORDER} принят в обработку{% if order_item %}: ${PART}{% else %}.{% endif %}`;
/** There may be no number of the shop's yet: the buyer knows GettZap's. */
export const REFUSED_TEXT =
  `Отказ по заказу {{ order.external_id }}{% if order_item %}: ${PART}{% else %}.{% endif %}` +
  '{% if reason %} Причина: {{ reason }}.{% endif %}';

interface StatusTexts {
  item: string;
  order: string;
}

const COMMENT = '{% if comment %} {{ comment }}{% endif %}';

/** By what the status is called; the first that fits. */
const BY_NAME: Array<[name: RegExp, texts: StatusTexts]> = [
  [/обрабат/i, { item: `Обрабатываем ${PART}`, order: `${ORDER} обрабатывается.` }],
  [/работ/i, { item: `Взяли в работу: ${PART}`, order: `${ORDER} в работе.` }],
  [/готов|выдаче/i, { item: `Можно забирать: ${PART}`, order: `${ORDER} готов, можно забирать.` }],
  [/пришл|склад|поступ/i, { item: `Пришло на склад: ${PART}`, order: `${ORDER} пришёл на склад.` }],
  [/выдан/i, { item: `Выдано: ${PART} Спасибо за покупку!`, order: `${ORDER} выдан. Спасибо за покупку!` }],
];

const BY_GROUP: Partial<Record<string, StatusTexts>> = {
  refused: { item: `Отказ по позиции ${PART}${COMMENT}`, order: `Отказ по заказу №{{ order.order_id }}.${COMMENT}` },
  removed: { item: `Снято с заказа: ${PART}${COMMENT}`, order: `${ORDER} снят.${COMMENT}` },
};

const OF_ANY: StatusTexts = {
  item: `Новый статус «{{ status.name }}»: ${PART}${COMMENT}`,
  order: `${ORDER}: новый статус «{{ status.name }}».${COMMENT}`,
};

/** What fits a status of this name and group. */
export function suggestedTexts({ name, group }: { name: string; group: string }): StatusTexts {
  return BY_GROUP[group] ?? BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? OF_ANY;
}
