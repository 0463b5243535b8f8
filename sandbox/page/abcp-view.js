import { marksOf } from './abcp-words.js';
import { button, h } from './dom.js';
import { chip } from './order-list.js';
import { money } from './words.js';

/** One order over there, with what the shop's people can do to each position. */
export function renderAbcpOrder(order, statuses) {
  const { number, internalNumber, clientOrderNumber, userId, userName, userMobile, userEmail, comment, positions } =
    order;
  const buyer = userId && userId !== '0' ? `клиент ${userId}` : 'гость';
  const contacts = [userName, userMobile, userEmail].filter(Boolean).join(', ');
  return h(
    'li',
    { 'data-key': number },
    h(
      'div',
      { class: 'called-head' },
      h('h3', {}, `№ ${number}`),
      h('span', {}, clientOrderNumber ? `GettZap ${clientOrderNumber}` : 'заказ сайта магазина'),
      internalNumber && h('small', {}, `internalNumber ${internalNumber}`),
    ),
    h('p', { class: 'quiet' }, [buyer, contacts].filter(Boolean).join(': ')),
    comment && h('p', { class: 'quiet called-comment' }, comment),
    h(
      'ul',
      { class: 'called-positions' },
      positions.map((position) => renderPosition(number, position, statuses)),
    ),
    positions.length === 0 && h('p', { class: 'quiet' }, 'Все позиции убраны.'),
  );
}

function renderPosition(order, position, statuses) {
  const { id, brand, number, description, quantity, priceOut, statusCode, isCanceled } = position;
  const part = `${brand} ${number}`;
  const about = { 'data-abcp-order': order, 'data-abcp-position': id };
  const action = (name, label, words) =>
    button(name, label, { ...about, class: 'plain', 'aria-label': `${words}: ${part}` });
  return h(
    'li',
    { 'data-key': id },
    h(
      'div',
      {},
      h('b', {}, part),
      h('small', {}, description),
      h(
        'div',
        { class: 'marks' },
        marksOf(position).map((mark) => chip(mark)),
      ),
    ),
    h('div', { class: 'sum' }, `${quantity} шт.`, h('small', {}, money(priceOut))),
    h(
      'select',
      { ...about, 'data-value': statusCode, 'aria-label': `Статус позиции ${part}` },
      statuses.map((status) => h('option', { value: status.id }, status.name)),
    ),
    h(
      'div',
      { class: 'act' },
      action('abcp-pieces', 'Будет меньше…', 'Будет меньше'),
      isCanceled !== '1' && action('abcp-ask', 'Клиент просит отменить', 'Клиент просит отменить'),
      action('abcp-remove', 'Убрать', 'Убрать'),
    ),
  );
}
