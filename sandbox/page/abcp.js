import { renderAbcpCall, renderAbcpOrder } from './abcp-view.js';
import { CONCERNED, MISCHIEFS, mischiefInWords } from './abcp-words.js';
import { call } from './api.js';
import { ask, field, note } from './dialogs.js';
import { byId, h, morphChildren, setText } from './dom.js';
import { isPlace } from './places.js';

let state = null;
let lastSeen = '';
const unfolded = new Set();

/** Asks how things stand at ABCP while it is looked at; that the sandbox is gone is said elsewhere. */
export async function refreshAbcp() {
  if (!isPlace('abcp')) return;
  const fresh = await call('GET', '/api/abcp/state').catch(() => null);
  if (fresh === null) return;
  const seen = JSON.stringify([fresh, [...unfolded]]);
  if (seen === lastSeen) return;
  const isFirst = state === null;
  state = fresh;
  lastSeen = seen;
  if (isFirst) fillSignIn();
  show();
}

function fillSignIn() {
  const { elements } = byId('abcp-sign-in');
  elements.address.value = `${location.origin}${state.path}`;
  elements.login.value = state.login;
  elements.password.value = '';
}

function show() {
  const { orders, ordersTotal, statuses, calls, misbehaviour } = state;
  setText(byId('abcp-count'), ordersTotal > 0 ? String(ordersTotal) : '');
  setText(byId('abcp-note'), noteOf(state));
  morphChildren(
    byId('abcp-orders'),
    orders.map((order) => renderAbcpOrder(order, statuses)),
  );
  // What a visitor has chosen goes before attributes, so the value itself is set, but not under the hand.
  for (const select of byId('abcp-orders').querySelectorAll('select')) {
    if (select !== document.activeElement) select.value = select.dataset.value;
  }
  const rows = calls.map((each) => renderAbcpCall(each, unfolded.has(each.n)));
  morphChildren(byId('abcp-calls'), rows.length > 0 ? rows : [h('li', { class: 'quiet' }, 'Пока ни одного.')]);
  showMischief(misbehaviour);
}

function noteOf({ orders, ordersTotal }) {
  if (orders.length === 0) return 'Заказов ещё нет: включите обмен в панели магазина и примите заказ.';
  return ordersTotal > orders.length ? `Показаны последние ${orders.length}.` : '';
}

function showMischief(misbehaviour) {
  const words = mischiefInWords(misbehaviour);
  const now = byId('abcp-mischief-now');
  setText(now, words || 'ABCP работает нормально');
  now.className = `state-line ${words ? 'bad' : 'good'}`;
  byId('abcp-behave').hidden = !words;
}

/** Does something at ABCP and shows what came of it; the answers are ABCP's orders, not GettZap's. */
async function doing(work) {
  await work();
  await refreshAbcp();
  return {};
}

function change({ dataset }, verb, body) {
  const { abcpOrder: order, abcpPosition: position } = dataset;
  return call('POST', `/api/abcp/orders/${order}/positions/${position}/${verb}`, body);
}

const positionOf = ({ dataset }) =>
  state.orders
    .find(({ number }) => number === dataset.abcpOrder)
    .positions.find(({ id }) => id === dataset.abcpPosition);

/** How many pieces there will be, or null. */
async function askPieces(source) {
  const { brand, number, quantity, quantityFinal } = positionOf(source);
  const words = 'Сколько штук поставщик действительно привезёт. Магазин увидит остальное как отказ.';
  const pieces = field(`${brand} ${number}, заказано ${quantity} шт.`, {
    name: 'quantity',
    type: 'number',
    min: '0',
    max: quantity,
    step: '1',
    inputmode: 'numeric',
    value: quantityFinal,
    required: true,
  });
  const elements = await ask('Будет меньше', [note(words), pieces], 'Записать');
  return elements && Number(elements.quantity.value);
}

/** @param act runs an action and says how it ended, see app.js */
export function abcpActions(act) {
  const run = (source, work, done) => act(source, () => doing(work), done);
  return {
    'abcp-own': (source) =>
      run(source, () => call('POST', '/api/abcp/orders'), 'Заказ сайта создан: магазину он не нужен'),
    'abcp-pieces': async (source) => {
      const quantity = await askPieces(source);
      if (quantity !== null) await run(source, () => change(source, 'quantity', { quantity }), 'Записано');
    },
    'abcp-ask': (source) => run(source, () => change(source, 'ask-to-cancel'), 'Клиент попросил отменить'),
    'abcp-remove': (source) => run(source, () => change(source, 'remove'), 'Позиция убрана'),
    'abcp-behave': (source) =>
      run(source, () => call('DELETE', '/api/abcp/misbehaviour'), 'ABCP снова работает нормально'),
    'abcp-reset': async (source) => {
      const words = note('ABCP забудет заказы и вызовы. Магазин свои не потеряет.');
      const isMeant = await ask('Очистить ABCP?', [words], 'Очистить', 'danger-main');
      if (isMeant) await run(source, () => call('POST', '/api/abcp/reset'), 'ABCP пуста');
    },
  };
}

/** @param act see abcpActions */
export function watchAbcp(act) {
  const run = (source, work, done) => act(source, () => doing(work), done);
  byId('abcp-kind').append(...MISCHIEFS.slice(1).map(([value, words]) => h('option', { value }, words)));
  byId('abcp-of').append(...CONCERNED.map(([value, words]) => h('option', { value }, words)));
  const showHint = () => setText(byId('abcp-hint'), MISCHIEFS.find(([kind]) => kind === byId('abcp-kind').value)[2]);
  byId('abcp-kind').addEventListener('change', showHint);
  showHint();
  byId('abcp-mischief').addEventListener('submit', (event) => {
    event.preventDefault();
    const { kind, of, times } = event.target.elements;
    const body = { kind: kind.value, of: of.value, times: times.value === '' ? null : Number(times.value) };
    run(event.submitter, () => call('PUT', '/api/abcp/misbehaviour', body), 'Неполадка включена');
  });
  byId('abcp-sign-in').addEventListener('submit', (event) => {
    event.preventDefault();
    const { login, password } = event.target.elements;
    const typed = password.value === '' ? {} : { password: password.value };
    const save = () => call('PUT', '/api/abcp/sign-in', { login: login.value, ...typed });
    run(event.submitter, save, 'ABCP пускает с этим входом').then(fillSignIn);
  });
  byId('abcp-orders').addEventListener('change', ({ target }) => {
    const { name } = state.statuses.find(({ id }) => id === target.value);
    run(target, () => change(target, 'status', { statusCode: target.value }), `Статус: ${name}`);
  });
  byId('abcp-calls').addEventListener(
    'toggle',
    ({ target }) => {
      const n = Number(target.dataset.abcpCall);
      if (target.open) unfolded.add(n);
      else unfolded.delete(n);
      void refreshAbcp();
    },
    true,
  );
}
