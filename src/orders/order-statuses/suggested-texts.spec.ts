import { ACCEPTED_TEXT, REFUSED_TEXT, suggestedTexts } from './suggested-texts.js';
import { TextTemplates } from './text-templates.service.js';
import type { TextValues } from './text-variables.js';

const templates = new TextTemplates();

const ITEM: TextValues = {
  order: { order_id: '17', external_id: 'GZ-1' },
  order_item: {
    oem: 'W 712/95',
    make_name: 'MANN',
    detail_name: 'Фильтр',
    qnt: 2,
    cost: '890.50',
    first_cost: null,
    price_name: null,
    comment: '',
    status: { name: 'В пути' },
  },
  status: { name: 'В пути' },
  region: { name: 'Основной' },
  reason: null,
  comment: null,
};
const ORDER: TextValues = { ...ITEM, order_item: null };

const STATUSES = [
  ['Обрабатывается', 'processing', 'Обрабатываем MANN W 712/95, 2 шт.', 'Заказ №17 обрабатывается.'],
  ['В работе', 'processing', 'Взяли в работу: MANN W 712/95, 2 шт.', 'Заказ №17 в работе.'],
  ['Пришло на склад', 'arrived', 'Пришло на склад: MANN W 712/95, 2 шт.', 'Заказ №17 пришёл на склад.'],
  ['Готово к выдаче', 'arrived', 'Можно забирать: MANN W 712/95, 2 шт.', 'Заказ №17 готов, можно забирать.'],
  ['Выдано', 'issued', 'Выдано: MANN W 712/95, 2 шт. Спасибо за покупку!', 'Заказ №17 выдан. Спасибо за покупку!'],
  ['Отказ', 'refused', 'Отказ по позиции MANN W 712/95, 2 шт.', 'Отказ по заказу №17.'],
  ['Снят', 'removed', 'Снято с заказа: MANN W 712/95, 2 шт.', 'Заказ №17 снят.'],
  ['В пути', 'processing', 'Новый статус «В пути»: MANN W 712/95, 2 шт.', 'Заказ №17: новый статус «В пути».'],
] as const;

describe('the texts that are suggested', () => {
  it.each(STATUSES)('of a status «%s» (%s)', (name, group, ofItem, ofOrder) => {
    const { item, order } = suggestedTexts({ name, group });
    expect([templates.render(item, ITEM), templates.render(order, ORDER)]).toEqual([ofItem, ofOrder]);
    expect([...templates.check(item, 'item', 'text'), ...templates.check(order, 'order', 'text')]).toEqual([]);
  });

  it('of accepting', () => {
    expect(templates.check(ACCEPTED_TEXT, 'item', 'text')).toEqual([]);
    expect(templates.render(ACCEPTED_TEXT, ORDER)).toBe('Заказ №17 принят в обработку.');
    expect(templates.render(ACCEPTED_TEXT, ITEM)).toBe('Заказ №17 принят в обработку: MANN W 712/95, 2 шт.');
  });

  it('of refusing, where there may be no number of the shop and no reason', () => {
    const unnumbered = { ...ORDER, order: { order_id: null, external_id: 'GZ-1' } };
    expect(templates.check(REFUSED_TEXT, 'item', 'text')).toEqual([]);
    expect(templates.render(REFUSED_TEXT, unnumbered)).toBe('Отказ по заказу GZ-1.');
    expect(templates.render(REFUSED_TEXT, { ...ITEM, reason: 'нет на складе' })).toBe(
      'Отказ по заказу GZ-1: MANN W 712/95, 2 шт. Причина: нет на складе.',
    );
  });
});
