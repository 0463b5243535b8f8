import { h } from './dom.js';
import { searchText, summary, total } from './order-facts.js';
import { clock, money, plural } from './words.js';

export const orderHref = (id) => `#/${encodeURIComponent(id)}`;

export const chip = ({ text, tone }, title) => h('span', { class: `chip ${tone}`, title }, text);

export function matching(orders, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return orders.filter((order) => {
    const text = searchText(order);
    return words.every((word) => text.includes(word));
  });
}

/** @param unread how many of the shop's messages about it have not been looked at */
export function renderOrderRow(order, isOpen, unread) {
  const sum = total(order);
  const facts = [plural(order.positions.length, 'позиция', 'позиции', 'позиций'), sum === null ? '' : money(sum)];
  return h(
    'li',
    { 'data-key': order.id },
    h(
      'a',
      { href: orderHref(order.id), 'aria-current': isOpen && 'true' },
      h('span', { class: 'row-id' }, order.id),
      unread > 0 && h('span', { class: 'unread' }, String(unread), h('span', { class: 'unseen' }, ' новых сообщений')),
      h('time', { datetime: order.firstSeenAt }, clock(order.firstSeenAt)),
      h('span', { class: 'row-buyer' }, order.order?.customer?.name || (order.order ? 'Без имени' : 'Заказ не отсюда')),
      h('span', { class: 'row-facts' }, facts.filter(Boolean).join(' · ')),
      chip(summary(order)),
    ),
  );
}
