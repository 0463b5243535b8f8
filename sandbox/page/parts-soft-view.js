import { button, h } from './dom.js';
import { clock, money } from './words.js';

/** One order over there, with what the shop's people can do to each item. */
export function renderPartsSoftOrder({ id, at, items }, statuses) {
  return h(
    'li',
    { 'data-key': id },
    h('div', { class: 'called-head' }, h('h3', {}, `№ ${id}`), h('small', {}, clock(at))),
    h(
      'ul',
      { class: 'called-positions' },
      items.map((item) => renderItem(item, statuses)),
    ),
  );
}

function renderItem({ id, make_name, oem, detail_name, comment, qnt, cost, status_code }, statuses) {
  const part = `${make_name} ${oem}`;
  const about = { 'data-parts-soft-item': id };
  const action = (name, label, words) =>
    button(name, label, { ...about, class: 'plain', 'aria-label': `${words}: ${part}` });
  return h(
    'li',
    { 'data-key': id },
    h('div', {}, h('b', {}, part), h('small', {}, detail_name), h('small', {}, comment && `Комментарий: ${comment}`)),
    h('div', { class: 'sum' }, `${qnt} шт.`, h('small', {}, money(cost))),
    h(
      'select',
      { ...about, 'data-value': status_code, 'aria-label': `Статус позиции ${part}` },
      statuses.map(({ code, name }) => h('option', { value: code }, name)),
    ),
    h(
      'div',
      { class: 'act' },
      qnt > 0 && action('parts-soft-pieces', 'Будет меньше…', 'Будет меньше'),
      qnt > 1 && action('parts-soft-divide', 'Разделить…', 'Разделить'),
    ),
  );
}

export function renderOffer({ system_hash: hash, make_name, oem, cost, qnt, max_delivery_day: days }) {
  const part = `${make_name} ${oem}`;
  return h(
    'li',
    { 'data-key': hash },
    h('div', {}, h('b', {}, part), h('small', {}, `${money(cost)} · ${qnt} шт. · дней: ${days}`)),
    button('parts-soft-withdraw', 'Убрать', {
      class: 'plain',
      'data-offer': hash,
      'aria-label': `Убрать предложение: ${part}, ${money(cost)}`,
    }),
  );
}
