import { button, h } from './dom.js';
import { conversation, currentStatuses, externalOrderId, total } from './order-facts.js';
import { chip } from './order-list.js';
import { clock, EVENTS, explainAnswer, money, plural, statusWords } from './words.js';

const DELIVERY = { __proto__: null, pickup: 'самовывоз', courier: 'курьер' };

/** The open order: who ordered, its positions with their statuses, and the conversation with the shop. */
export function renderOrder(order, shopUrl) {
  return h(
    'article',
    { 'data-key': order.id, 'aria-labelledby': 'order-title' },
    h('a', { class: 'back', href: '#/' }, '← Все заказы'),
    renderHead(order, shopUrl),
    h('h3', {}, 'Позиции'),
    order.positions.length > 0
      ? h(
          'ul',
          { class: 'positions' },
          order.positions.map((position) => renderPosition(order, position)),
        )
      : h('p', { class: 'quiet' }, 'Неизвестны: заказ отправлен не отсюда.'),
    renderTotal(order),
    h('h3', {}, 'Переписка с магазином, новое сверху'),
    h('ol', { class: 'chat', reversed: true }, conversation(order).reverse().map(renderMessage)),
  );
}

function renderHead(order, shopUrl) {
  const inInbox = externalOrderId(order);
  const here = { 'data-order': order.id };
  const last = order.posts.at(-1);
  const answer = last ? explainAnswer(last) : null;
  return h(
    'div',
    { class: 'order-head' },
    h(
      'div',
      { class: 'order-name' },
      h('h2', { id: 'order-title' }, `Заказ ${order.id}`),
      order.cancelled && chip({ text: 'отменён вами', tone: 'bad' }),
      order.status
        ? chip(statusWords(order.status), order.status)
        : !order.cancelled && chip({ text: 'статуса заказа ещё нет', tone: 'none' }),
      shopUrl && inInbox !== null && openInShop(`${shopUrl}/external-orders/${encodeURIComponent(inInbox)}`),
    ),
    order.statusComment && h('p', { class: 'order-comment' }, order.statusComment),
    renderBuyer(order),
    // Once the shop has reported, only a message that went wrong is still worth a line up here.
    answer && (answer.tone !== 'good' || order.history.length === 0)
      ? h('p', { class: `answer ${answer.tone}` }, answer.text)
      : null,
    h(
      'div',
      { class: 'buttons' },
      order.order && !order.cancelled && button('edit', 'Изменить…', here),
      !order.cancelled && button('cancel', 'Отменить…', { ...here, class: 'danger' }),
      last && button('resend', answer.tone === 'bad' ? 'Отправить ещё раз' : 'Повторить сообщение', here),
    ),
  );
}

function openInShop(href) {
  return h('a', { class: 'in-shop', href, target: '_blank', rel: 'noopener' }, 'В панели магазина ↗');
}

function renderBuyer({ order, cancelReason }) {
  if (!order) return h('p', { class: 'buyer' }, 'Заказ отправлен не отсюда: магазин прислал по нему только статусы.');
  const { customer, delivery, comment } = order;
  const way = [DELIVERY[delivery.type] ?? delivery.type, delivery.address].filter(Boolean).join(', ');
  return h(
    'p',
    { class: 'buyer' },
    [customer.name, customer.phone, way].filter(Boolean).join(' · '),
    comment && h('q', {}, comment),
    cancelReason && h('span', { class: 'reason' }, `Причина отмены: ${cancelReason}`),
  );
}

function renderPosition(order, position) {
  const { id, name, brand, number, comment, quantity, price, cancelled } = position;
  return h(
    'li',
    { class: cancelled && 'cancelled', 'data-key': id },
    h(
      'div',
      { class: 'name' },
      name || `Позиция ${id}`,
      h('span', { class: 'part' }, [brand, number].filter(Boolean).join(' '), comment && ` · «${comment}»`),
    ),
    h('div', { class: 'sum' }, quantity === null ? '' : `${quantity} × ${money(price)}`),
    h('div', { class: 'state' }, renderPositionState(order, position)),
    h(
      'div',
      { class: 'act' },
      !cancelled &&
        !order.cancelled &&
        button('cancel', 'Отменить…', {
          'data-order': order.id,
          'data-position': id,
          class: 'plain danger',
          'aria-label': `Отменить позицию: ${name || id}`,
        }),
    ),
  );
}

function renderPositionState(order, position) {
  if (position.cancelled) return chip({ text: 'отменена вами', tone: 'bad' });
  const statuses = currentStatuses(order, position.id);
  if (statuses.length > 0) {
    return statuses.map(({ status, quantity }) => {
      const { text, tone } = statusWords(status);
      return chip({ text: quantity === null ? text : `${text} · ${quantity} шт.`, tone }, status);
    });
  }
  return chip({ text: order.status ? 'как весь заказ' : 'ждёт ответа', tone: 'none' });
}

function renderTotal(order) {
  const sum = total(order);
  const count = plural(order.positions.length, 'позиция', 'позиции', 'позиций');
  return sum === null ? null : h('p', { class: 'total' }, `${count}, итого `, h('b', {}, money(sum)));
}

function renderMessage(message) {
  const body = message.mine ? ourMessage(message) : shopMessage(message);
  return h(
    'li',
    { class: message.mine ? 'mine' : 'theirs', 'data-key': message.key },
    h('p', { class: 'who' }, message.mine ? 'Вы' : 'Магазин', h('time', { datetime: message.at }, clock(message.at))),
    body,
  );
}

function ourMessage({ post, answer }) {
  return [
    h('p', {}, (EVENTS[post.event] ?? post.event) + (post.resent ? ' ещё раз, тот же текст' : '')),
    h('p', { class: `answer ${answer.tone}` }, answer.text),
    h('details', {}, h('summary', {}, 'Текст сообщения'), h('pre', { tabindex: '0' }, pretty(post.body))),
  ];
}

function shopMessage({ about, entry }) {
  const { text, tone } = statusWords(entry.status);
  const amount = entry.quantity === null ? '' : ` · ${entry.quantity} шт.`;
  return [
    h('p', { class: 'about' }, `${about} `, chip({ text: text + amount, tone }, entry.status)),
    entry.comment && h('p', {}, entry.comment),
  ];
}

/** JSON laid out for reading; anything else as it is. */
export function pretty(body) {
  if (typeof body !== 'string') return JSON.stringify(body, null, 2);
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
