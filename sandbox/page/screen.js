import { button, byId, h, morphChildren, setText } from './dom.js';
import { matching, orderHref, renderOrderRow } from './order-list.js';
import { renderOrder } from './order-view.js';
import { renderRequest } from './request-log.js';
import { showTrouble } from './trouble-panel.js';

const SHOWN_ORDERS = 50;
const ANSWER_MS = 10_000;

/** What is shown and what the visitor has chosen to see. */
export const screen = { state: null, limit: SHOWN_ORDERS, opened: null };

let lastSeen = '';
/** How much of each order's history the visitor has had before the eyes. */
const read = new Map();
const unfolded = new Set();

/** Asks the sandbox how things stand, and shows what has changed. */
export async function refresh() {
  try {
    const response = await fetch(`/api/state?orders=${screen.limit}`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const text = await response.text();
    byId('lost-bar').hidden = true;
    if (text === lastSeen) return;
    const isFirst = screen.state === null;
    screen.state = JSON.parse(text);
    lastSeen = text;
    if (isFirst) for (const order of screen.state.orders) read.set(order.id, order.history.length);
    show();
  } catch {
    byId('lost-bar').hidden = false;
  }
}

/** Orders older than those shown first; once asked for, they stay. */
export async function askForAll() {
  if (screen.limit === Number.MAX_SAFE_INTEGER) return;
  screen.limit = Number.MAX_SAFE_INTEGER;
  await refresh();
}

export function watchScreen() {
  byId('search').addEventListener('input', () => {
    show();
    if (screen.state?.ordersTotal > screen.state?.orders.length) void askForAll();
  });
  byId('log-only').addEventListener('change', show);
  byId('log').addEventListener(
    'toggle',
    ({ target }) => {
      const n = Number(target.dataset.request);
      if (target.open) unfolded.add(n);
      else unfolded.delete(n);
      show();
    },
    true,
  );
  byId('orders').addEventListener('keydown', stepThroughOrders);
}

const isShown = (element) => element.getClientRects().length > 0;

/** Shows what the address names. On a narrow screen one view replaces the other, and the focus has to follow. */
export function followAddress() {
  show();
  const order = byId('order');
  if (!isShown(byId('orders'))) {
    order.focus({ preventScroll: true });
    order.scrollIntoView();
  } else if (!isShown(order)) {
    byId('orders')
      .querySelector(`[href="${CSS.escape(orderHref(screen.opened))}"]`)
      ?.focus();
  }
}

/** The arrows go from order to order; Enter opens one, as it does with any link. */
function stepThroughOrders(event) {
  const row = event.target.closest('li');
  const next = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[event.key];
  if (!next) return;
  event.preventDefault();
  next.querySelector('a').focus();
}

function show() {
  if (screen.state === null) return;
  const { settings, trouble, orders } = screen.state;
  const opened = openedOrder();
  byId('link-bar').hidden = settings.orderLink !== '';
  byId('shop-link').hidden = settings.shopUrl === '';
  byId('shop-link').href = settings.shopUrl;
  showOrder(opened);
  showList(opened);
  showTrouble(trouble, orders);
  showLog(opened);
}

/** The order of the address; on a wide screen, where one is always open, otherwise the one last looked at or the newest. */
function openedOrder() {
  const { orders, ordersTotal } = screen.state;
  const [, encoded] = /^#\/(.+)$/.exec(location.hash) ?? [];
  document.body.dataset.view = encoded === undefined ? 'list' : 'order';
  if (encoded !== undefined) {
    screen.opened = decodeId(encoded);
    const isOlder = ordersTotal > orders.length && !orders.some(({ id }) => id === screen.opened);
    if (isOlder) void askForAll();
  }
  const found = orders.find(({ id }) => id === screen.opened);
  if (found || encoded !== undefined) return found;
  screen.opened = orders[0]?.id ?? null;
  return orders[0];
}

function decodeId(encoded) {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function showList(opened) {
  const { orders, ordersTotal } = screen.state;
  const query = byId('search').value;
  const found = matching(orders, query);
  // On a narrow screen the list and the order are never there together.
  const seen = isShown(byId('order')) ? opened : undefined;
  if (seen) read.set(seen.id, seen.history.length);
  const unread = (order) => order.history.length - (read.get(order.id) ?? 0);
  morphChildren(
    byId('orders'),
    found.map((order) => renderOrderRow(order, order === seen, unread(order))),
  );
  const news = orders.reduce((sum, order) => sum + unread(order), 0);
  document.title = `${news > 0 ? `(${news}) ` : ''}Песочница GettZap`;
  setText(byId('orders-count'), ordersTotal > 0 ? String(ordersTotal) : '');
  byId('search-label').hidden = orders.length < 2;
  byId('more-orders').hidden = ordersTotal <= orders.length;
  setText(byId('orders-note'), listNote(orders.length, found.length));
}

function listNote(shown, found) {
  if (shown === 0) return 'Заказов ещё нет.';
  return found === 0 ? 'Ничего не найдено. Очистите поиск, чтобы увидеть все заказы.' : '';
}

function showOrder(opened) {
  const { settings, orders } = screen.state;
  const content = opened ? renderOrder(opened, settings.shopUrl) : renderNothing(orders.length > 0);
  morphChildren(byId('order'), [content]);
}

function renderNothing(isUnknown) {
  if (isUnknown) {
    return h(
      'div',
      { class: 'empty', 'data-key': '' },
      h('h2', {}, 'Такого заказа здесь нет'),
      h('p', {}, 'Песочница могла его забыть: она хранит заказы, только пока запущена.'),
      h('a', { class: 'button', href: '#/' }, 'Ко всем заказам'),
    );
  }
  return h(
    'div',
    { class: 'empty', 'data-key': '' },
    h('h2', {}, 'Отправьте первый заказ'),
    h(
      'ol',
      {},
      h('li', {}, 'Нажмите «Новый заказ»: он уйдёт в магазин, как ушёл бы из GettZap.'),
      h('li', {}, 'Примите его в панели магазина или откажите.'),
      h('li', {}, 'Ответ магазина появится здесь сам.'),
    ),
    h(
      'div',
      { class: 'buttons' },
      button('quick-order', 'Новый заказ', { class: 'main', 'data-from': 'empty' }),
      button('new-order', 'Состав и примеры…', { 'data-from': 'empty' }),
    ),
  );
}

function showLog(opened) {
  const { requests, requestsTotal } = screen.state;
  const isOnly = byId('log-only').checked;
  const shown = requests.filter((request) => !isOnly || request.orderId === opened?.id).reverse();
  const rows = shown.map((request) => renderRequest(request, unfolded.has(request.n)));
  if (rows.length === 0)
    rows.push(h('li', { class: 'quiet' }, isOnly ? 'По этому заказу запросов нет.' : 'Пока ни одного.'));
  morphChildren(byId('log'), rows);
  setText(byId('log-count'), requestsTotal > 0 ? String(requestsTotal) : '');
}
