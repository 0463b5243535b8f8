import { abcpActions, refreshAbcp, watchAbcp } from './abcp.js';
import { call, postOrder, tellAbout } from './api.js';
import { ask, askSettings, note } from './dialogs.js';
import { byId } from './dom.js';
import { EXAMPLES } from './examples.js';
import { orderHref } from './order-list.js';
import { oneCActions, refreshOneC, watchOneC } from './one-c.js';
import { askCancellation, askChange, askNewOrder } from './order-dialogs.js';
import { partsSoftActions, refreshPartsSoft, watchPartsSoft } from './parts-soft.js';
import { followPlace } from './places.js';
import { askForAll, followAddress, refresh, screen, watchScreen } from './screen.js';
import { refreshSupplier, supplierActions, watchSupplier } from './supplier.js';
import { watchTroubleForm } from './trouble-panel.js';
import { explainAnswer } from './words.js';

const POLL_MS = 1000;
const QUIET_AFTER_MS = 8000;

/** Each asks only while it is looked at. */
const SIDES = [refreshOneC, refreshAbcp, refreshPartsSoft, refreshSupplier];

let hushTimer;

function say(text, tone) {
  clearTimeout(hushTimer);
  byId('message').hidden = !text;
  byId('message').className = `toast ${tone}`;
  byId('message-text').textContent = text;
  if (tone === 'good') hushTimer = setTimeout(() => say('', ''), QUIET_AFTER_MS);
}

const busy = new Set();

/** Runs an action once at a time for each button, says how it ended and opens the order it was about. */
async function act(source, work, done = '') {
  const name = JSON.stringify({ ...source.dataset });
  if (busy.has(name)) return;
  busy.add(name);
  source.setAttribute('aria-busy', 'true');
  let about = null;
  try {
    const result = await work();
    about = result.order ?? null;
    const { tone, text } = result.response ? explainAnswer(result) : { tone: 'good', text: done };
    say(about ? `${about.id}: ${text}` : text, tone);
  } catch (error) {
    about = error.order ?? null;
    say(about ? explainAnswer({ error: error.message }).text : error.message, 'bad');
  } finally {
    busy.delete(name);
    source.removeAttribute('aria-busy');
    await refresh();
    if (about) location.hash = orderHref(about.id);
  }
}

const orderOf = (source) => screen.state.orders.find((order) => order.id === source.dataset.order);

const ACTIONS = {
  'quick-order': (source) => act(source, () => postOrder({})),
  'new-order': async (source) => {
    const order = await askNewOrder();
    if (order) await act(source, () => postOrder(order));
  },
  example: (source) => {
    byId('dialog').close('');
    return act(source, EXAMPLES[Number(source.dataset.example)][2]);
  },
  edit: async (source) => {
    const { order } = orderOf(source);
    const change = await askChange(order);
    if (change) await act(source, () => tellAbout(order.id, 'update', change));
  },
  cancel: async (source) => {
    const record = orderOf(source);
    const cancellation = await askCancellation(record, source.dataset.position);
    if (cancellation) await act(source, () => tellAbout(record.id, 'cancel', cancellation));
  },
  resend: (source) => act(source, () => tellAbout(source.dataset.order, 'resend')),
  mend: (source) => act(source, () => call('DELETE', '/api/trouble'), 'GettZap снова работает нормально'),
  settings: async (source) => {
    const change = await askSettings(screen.state.settings);
    if (change === 'reset') await reset(source);
    else if (change) await act(source, () => call('PUT', '/api/settings', change), 'Настройки сохранены');
  },
  'more-orders': askForAll,
  hush: () => say('', ''),
  ...oneCActions(act),
  ...abcpActions(act),
  ...partsSoftActions(act),
  ...supplierActions(act),
};

async function reset(source) {
  const words = note('Магазин свои заказы не потеряет: забудет только песочница.');
  if (!(await ask('Забыть все заказы и запросы?', [words], 'Забыть', 'danger-main'))) return;
  await act(source, () => call('POST', '/api/reset'), 'Песочница пуста');
  location.hash = '#/';
}

document.addEventListener('click', (event) => {
  const source = event.target.closest('[data-action]');
  if (source) ACTIONS[source.dataset.action](source);
});

watchTroubleForm((body, source) => act(source, () => call('PUT', '/api/trouble', body), 'Неполадка включена'));
watchOneC(act);
watchAbcp(act);
watchPartsSoft(act);
watchSupplier(act);
followPlace();
watchScreen();

async function keepFresh() {
  if (!document.hidden) await Promise.all([refresh(), ...SIDES.map((refreshSide) => refreshSide())]);
  setTimeout(keepFresh, POLL_MS);
}
document.addEventListener('visibilitychange', () => !document.hidden && refresh());
window.addEventListener('hashchange', () => {
  followAddress();
  followPlace();
  for (const refreshSide of SIDES) void refreshSide();
});
keepFresh();
