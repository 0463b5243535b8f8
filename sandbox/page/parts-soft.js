import { call } from './api.js';
import { showCalls, showChosen, showMischief, watchCalls, watchedState, watchMischief } from './called.js';
import { ask, field, note } from './dialogs.js';
import { byId, morphChildren, setText } from './dom.js';
import { renderOffer, renderPartsSoftOrder } from './parts-soft-view.js';
import { CONCERNED, MISCHIEFS, mischiefInWords, ordersOf, outcomeOf } from './parts-soft-words.js';

const watched = watchedState('parts-soft', { begin: fillAccess, show });
export const refreshPartsSoft = watched.refresh;

function fillAccess() {
  const { state } = watched;
  const { elements } = byId('parts-soft-access');
  elements.address.value = `${location.origin}${state.path}`;
  elements.key.value = state.key;
}

function show(state, unfolded) {
  const { items, statuses, offers, offersAnything, calls, misbehaviour } = state;
  const orders = ordersOf(items);
  setText(byId('parts-soft-count'), orders.length > 0 ? String(orders.length) : '');
  setText(byId('parts-soft-note'), noteOf(state));
  const list = byId('parts-soft-orders');
  morphChildren(
    list,
    orders.map((order) => renderPartsSoftOrder(order, statuses)),
  );
  showChosen(list);
  byId('parts-soft-anything').checked = offersAnything;
  morphChildren(byId('parts-soft-offers'), offers.map(renderOffer));
  showCalls(byId('parts-soft-calls'), calls, unfolded, { secret: 'ключ', outcomeOf });
  showMischief('parts-soft', 'PARTS SOFT', mischiefInWords(misbehaviour));
}

function noteOf({ items, itemsTotal, basket }) {
  const notes = [
    items.length === 0 && 'Заказов ещё нет: включите обмен в панели магазина и примите заказ.',
    itemsTotal > items.length && `Показаны последние позиции: ${items.length}.`,
    basket.length > 0 && `В корзине ключа позиций: ${basket.length}.`,
  ];
  return notes.filter(Boolean).join(' ');
}

/** Does something at PARTS SOFT and shows what came of it; the answers are its state, not GettZap's orders. */
async function doing(work) {
  await work();
  await refreshPartsSoft();
  return {};
}

const change = ({ dataset }, verb, body) =>
  call('POST', `/api/parts-soft/items/${dataset.partsSoftItem}/${verb}`, body);

const whole = { type: 'number', step: '1', inputmode: 'numeric', required: true };

/** How many pieces, or null. */
async function askPieces({ dataset }, title, words, { min, less }) {
  const { make_name, oem, qnt } = watched.state.items.find(({ id }) => String(id) === dataset.partsSoftItem);
  const most = qnt - less;
  const pieces = field(`${make_name} ${oem}, сейчас ${qnt} шт.`, {
    ...whole,
    name: 'quantity',
    min,
    max: most,
    value: most,
  });
  const elements = await ask(title, [note(words), pieces], 'Записать');
  return elements && Number(elements.quantity.value);
}

/** An offer as it was typed, or null. */
async function askOffer() {
  const text = { required: true, spellcheck: 'false' };
  const content = [
    note('Заказывается предложение с теми же производителем и номером, что в заказе GettZap.'),
    field('Производитель', { name: 'make_name', ...text }, false),
    field('Номер', { name: 'oem', ...text }, false),
    field('Цена, ₽', { name: 'cost', type: 'number', min: '0', step: '0.01', required: true }, false),
    field('Есть штук', { ...whole, name: 'qnt', min: '1', max: '1000000', value: '10' }, false),
    field('Привезут через дней', { ...whole, name: 'days', min: '0', max: '365', value: '1' }, false),
  ];
  const elements = await ask('Предложение', content, 'Добавить');
  if (elements === null) return null;
  const { oem, make_name, cost, qnt, days } = elements;
  const numbers = { cost: Number(cost.value), qnt: Number(qnt.value), days: Number(days.value) };
  return { oem: oem.value, make_name: make_name.value, ...numbers };
}

/** @param act runs an action and says how it ended, see app.js */
export function partsSoftActions(act) {
  const run = (source, work, done) => act(source, () => doing(work), done);
  return {
    'parts-soft-pieces': async (source) => {
      const words = 'Сколько штук поставщик действительно привезёт. Магазин увидит остальное как отказ.';
      const quantity = await askPieces(source, 'Будет меньше', words, { min: 0, less: 1 });
      if (quantity !== null) await run(source, () => change(source, 'quantity', { quantity }), 'Записано');
    },
    'parts-soft-divide': async (source) => {
      const words = 'Сколько штук станет отдельной позицией, со своим статусом.';
      const quantity = await askPieces(source, 'Разделить позицию', words, { min: 1, less: 1 });
      if (quantity !== null) await run(source, () => change(source, 'divide', { quantity }), 'Позиция разделена');
    },
    'parts-soft-offer': async (source) => {
      const offer = await askOffer();
      if (offer) await run(source, () => call('POST', '/api/parts-soft/offers', offer), 'Предложение добавлено');
    },
    'parts-soft-withdraw': (source) =>
      run(source, () => call('DELETE', `/api/parts-soft/offers/${source.dataset.offer}`), 'Предложения больше нет'),
    'parts-soft-behave': (source) =>
      run(
        source,
        () => call('PUT', '/api/parts-soft/misbehaviour', { kind: 'none' }),
        'PARTS SOFT снова работает нормально',
      ),
    'parts-soft-reset': async (source) => {
      const words = note('PARTS SOFT забудет заказы, предложения и вызовы. Магазин свои заказы не потеряет.');
      const isMeant = await ask('Очистить PARTS SOFT?', [words], 'Очистить', 'danger-main');
      if (isMeant) await run(source, () => call('POST', '/api/parts-soft/reset'), 'PARTS SOFT пуст');
    },
  };
}

/** @param act see partsSoftActions */
export function watchPartsSoft(act) {
  const run = (source, work, done) => act(source, () => doing(work), done);
  watchMischief('parts-soft', { MISCHIEFS, CONCERNED }, (source, body) =>
    run(source, () => call('PUT', '/api/parts-soft/misbehaviour', body), 'Неполадка включена'),
  );
  byId('parts-soft-access').addEventListener('submit', (event) => {
    event.preventDefault();
    const key = event.target.elements.key.value;
    const save = () => call('PUT', '/api/parts-soft/key', { key });
    run(event.submitter, save, 'PARTS SOFT принимает этот ключ').then(fillAccess);
  });
  byId('parts-soft-anything').addEventListener('change', ({ target }) => {
    const body = { offersAnything: target.checked };
    const words = target.checked ? 'Есть любая деталь' : 'Есть только добавленные предложения';
    run(target, () => call('PUT', '/api/parts-soft/offers-anything', body), words);
  });
  byId('parts-soft-orders').addEventListener('change', ({ target }) => {
    const { name } = watched.state.statuses.find(({ code }) => code === target.value);
    run(target, () => change(target, 'status', { code: target.value }), `Статус: ${name}`);
  });
  watchCalls(byId('parts-soft-calls'), watched.unfolded, refreshPartsSoft);
}
