import { renderAbcpOrder } from './abcp-view.js';
import { CONCERNED, MISCHIEFS, mischiefInWords, outcomeOf } from './abcp-words.js';
import { call } from './api.js';
import { showCalls, showChosen, showMischief, watchCalls, watchedState, watchMischief } from './called.js';
import { ask, field, note } from './dialogs.js';
import { byId, morphChildren, setText } from './dom.js';

const watched = watchedState('abcp', { begin: fillSignIn, show });
export const refreshAbcp = watched.refresh;

function fillSignIn() {
  const { state } = watched;
  const { elements } = byId('abcp-sign-in');
  elements.address.value = `${location.origin}${state.path}`;
  elements.login.value = state.login;
  elements.password.value = '';
}

function show(state, unfolded) {
  const { orders, ordersTotal, statuses, calls, misbehaviour } = state;
  setText(byId('abcp-count'), ordersTotal > 0 ? String(ordersTotal) : '');
  setText(byId('abcp-note'), noteOf(state));
  morphChildren(
    byId('abcp-orders'),
    orders.map((order) => renderAbcpOrder(order, statuses)),
  );
  showChosen(byId('abcp-orders'));
  showCalls(byId('abcp-calls'), calls, unfolded, { secret: 'пароль', outcomeOf });
  showMischief('abcp', 'ABCP', mischiefInWords(misbehaviour));
}

function noteOf({ orders, ordersTotal }) {
  if (orders.length === 0) return 'Заказов ещё нет: включите обмен в панели магазина и примите заказ.';
  return ordersTotal > orders.length ? `Показаны последние ${orders.length}.` : '';
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
  watched.state.orders
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
  watchMischief('abcp', { MISCHIEFS, CONCERNED }, (source, body) =>
    run(source, () => call('PUT', '/api/abcp/misbehaviour', body), 'Неполадка включена'),
  );
  byId('abcp-sign-in').addEventListener('submit', (event) => {
    event.preventDefault();
    const { login, password } = event.target.elements;
    const typed = password.value === '' ? {} : { password: password.value };
    const save = () => call('PUT', '/api/abcp/sign-in', { login: login.value, ...typed });
    run(event.submitter, save, 'ABCP пускает с этим входом').then(fillSignIn);
  });
  byId('abcp-orders').addEventListener('change', ({ target }) => {
    const { name } = watched.state.statuses.find(({ id }) => id === target.value);
    run(target, () => change(target, 'status', { statusCode: target.value }), `Статус: ${name}`);
  });
  watchCalls(byId('abcp-calls'), watched.unfolded, refreshAbcp);
}
