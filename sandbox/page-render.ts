/** Browser script, first half: how the state becomes the page. Runs inside one closure with the second half. */
export const PAGE_RENDER = String.raw`
const byId = (id) => document.getElementById(id);

/** Values only ever become text nodes or attributes, never markup. */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== '') element.append(child);
  }
  return element;
}

/** Makes 'old' look like 'fresh' in place, so that scroll, focus and opened details stay. */
function morph(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  morphChildren(old, [...fresh.childNodes]);
}

function morphChildren(parent, freshNodes) {
  const keyOf = (node) => (node && node.dataset && node.dataset.key) || null;
  const wanted = new Set(freshNodes.map(keyOf));
  let old = parent.firstChild;
  for (const fresh of freshNodes) {
    while (old && keyOf(old) && !wanted.has(keyOf(old))) {
      const gone = old;
      old = old.nextSibling;
      gone.remove();
    }
    if (old && old.nodeName === fresh.nodeName && keyOf(old) === keyOf(fresh)) {
      const next = old.nextSibling;
      morph(old, fresh);
      old = next;
    } else if (old && !keyOf(fresh) && !keyOf(old)) {
      const next = old.nextSibling;
      old.replaceWith(fresh);
      old = next;
    } else {
      parent.insertBefore(fresh, old);
    }
  }
  while (old) {
    const gone = old;
    old = old.nextSibling;
    gone.remove();
  }
}

const clock = (iso) => new Date(iso).toLocaleTimeString('ru-RU');
const money = (price) => {
  const rubles = Number(price);
  if (price === '' || !Number.isFinite(rubles)) return price;
  return rubles.toLocaleString('ru-RU', { minimumFractionDigits: 2, maximumFractionDigits: 2 }) + ' ₽';
};
const time = (iso) => h('time', { datetime: iso }, clock(iso));

const EVENTS = { 'order.created': 'заказ', 'order.updated': 'изменение заказа', 'order.cancelled': 'отмена' };
const STATES = {
  new: 'ждёт решения', partially_decided: 'решён частично', accepted: 'принят', partially_accepted: 'принят частично',
  refused: 'отказан', cancelled: 'отменён', needs_attention: 'нужен человек: сервис понял не всё', deleted: 'удалён',
};
const REFUSALS = {
  400: 'не понял сообщение', 401: 'не пустил', 403: 'подключение выключено', 404: 'не знает такой ссылки: проверьте её в настройках',
  413: 'сообщение слишком велико', 415: 'не принимает такой тип данных', 429: 'слишком много сообщений, просит подождать',
  500: 'сломался', 503: 'временно не работает',
};

function explainAnswer(post) {
  if (post.error) return ['bad', post.error + '. Можно отправить повторно.'];
  if (!post.response) return ['warn', 'Ждём ответа сервиса…'];
  const { status } = post.response;
  const body = post.response.body && typeof post.response.body === 'object' ? post.response.body : {};
  if (status < 200 || status > 299) {
    const detail = body.detail || body.title || '';
    return ['bad', 'Сервис ответил ' + status + ': ' + (REFUSALS[status] || 'отказ') + (detail ? ' (' + detail + ')' : '')];
  }
  const words = [];
  if (body.externalOrderId) words.push('внешний заказ № ' + body.externalOrderId);
  if (body.state) words.push(STATES[body.state] || body.state);
  if (body.duplicate) words.push('повтор, ничего не изменилось');
  return [body.state === 'needs_attention' ? 'warn' : 'good', 'Сервис получил' + (words.length ? ': ' + words.join(', ') : '')];
}

function statusLine(status, comment, quantity) {
  const amount = quantity === null ? '' : ' · ' + quantity + ' шт.';
  return h('div', {}, h('span', { class: 'chip' }, status + amount), comment ? h('span', { class: 'said' }, ' ' + comment) : null);
}

/** A position taken in part has two current statuses, each with its quantity. */
function currentStatuses(order, positionId) {
  const reported = order.history.filter((entry) => entry.positionId === positionId);
  const last = reported.at(-1);
  if (!last) return [];
  if (last.quantity === null) return [last];
  const whole = reported.findLastIndex((entry) => entry.quantity === null);
  return reported.slice(whole + 1);
}

function renderPosition(order, position) {
  const statuses = currentStatuses(order, position.id);
  return h('li', { class: position.cancelled && 'cancelled', 'data-key': position.id },
    h('div', { class: 'name' }, position.name || 'Позиция ' + position.id,
      h('span', { class: 'part' }, [position.brand, position.number].filter(Boolean).join(' '),
        position.comment ? ' · «' + position.comment + '»' : '')),
    h('div', { class: 'sum' }, position.quantity === null ? '' : position.quantity + ' × ' + money(position.price)),
    h('div', { class: 'state' },
      position.cancelled ? h('div', {}, h('span', { class: 'chip bad' }, 'отменена покупателем')) : null,
      statuses.map((entry) => statusLine(entry.status, entry.comment, entry.quantity)),
      !statuses.length && !position.cancelled ? h('div', {}, h('span', { class: 'chip none' }, 'нет статуса')) : null),
    h('div', { class: 'act' }, position.cancelled ? null
      : button('cancel-position', 'Отменить позицию', { 'data-order': order.id, 'data-position': position.id, class: 'plain danger' })));
}

function button(action, label, attributes) {
  return h('button', { type: 'button', 'data-action': action, ...attributes }, label);
}

function renderHistory(order) {
  const names = Object.fromEntries(order.positions.map((position) => [position.id, position.name]));
  const lines = [
    ...order.posts.map((post) => ({ at: post.at, text: 'Отправлено: ' + (EVENTS[post.event] || post.event)
      + (post.resent ? ' (повторно)' : '') + '. ' + explainAnswer(post)[1] })),
    ...order.history.map((entry) => ({ at: entry.at, text: (entry.positionId === null ? 'Заказ' : names[entry.positionId]
      || 'Позиция ' + entry.positionId) + ': ' + entry.status + (entry.quantity === null ? '' : ', ' + entry.quantity + ' шт.')
      + (entry.comment ? ' — ' + entry.comment : '') })),
  ].sort((a, b) => (a.at > b.at) - (a.at < b.at));
  return h('details', {}, h('summary', {}, 'История (' + lines.length + ')'),
    h('ol', { class: 'history' }, lines.map((line) => h('li', {}, time(line.at), h('span', {}, line.text)))));
}

function renderOrder(order) {
  const sent = order.order;
  const answer = order.posts.length ? explainAnswer(order.posts.at(-1)) : null;
  const here = { 'data-order': order.id };
  return h('article', { class: 'order', 'data-key': order.id },
    h('div', { class: 'top' }, h('h3', {}, order.id),
      order.cancelled ? h('span', { class: 'chip bad' }, 'отменён покупателем') : null,
      order.status ? h('span', { class: 'chip' }, order.status) : null,
      !order.status && !order.cancelled ? h('span', { class: 'chip none' }, 'нет статуса заказа') : null,
      order.statusComment ? h('span', { class: 'said' }, order.statusComment) : null,
      time(order.firstSeenAt)),
    h('p', { class: 'buyer' }, sent ? [sent.customer.name, sent.customer.phone].filter(Boolean).join(', ')
      : 'Заказ отправлен не отсюда, пришли только статусы',
      sent && sent.comment ? h('span', {}, ' · ', h('q', {}, sent.comment)) : null,
      order.cancelReason ? ' · причина отмены: ' + order.cancelReason : ''),
    h('ul', { class: 'positions' }, order.positions.map((position) => renderPosition(order, position))),
    answer ? h('p', { class: 'answer ' + answer[0] }, answer[1]) : null,
    sent ? h('div', { class: 'buttons' }, order.cancelled ? null : button('edit', 'Изменить', here),
      button('resend', 'Отправить повторно', here), order.cancelled ? null : button('cancel', 'Отменить', { ...here, class: 'danger' })) : null,
    renderHistory(order));
}
`;
