import { call } from './api.js';
import { ask, field, note } from './dialogs.js';
import { byId, h, morphChildren, setText } from './dom.js';
import { OTHER_STATUS, renderDocument, renderSession } from './one-c-view.js';
import { LOSSES, WHIMS, whimsOf } from './one-c-words.js';
import { isPlace } from './places.js';

const EVERY_SECONDS = 30;

let state = null;
let lastSeen = '';
const unfolded = new Set();
/** Sessions with all that was sent and answered, by number. */
const whole = new Map();

/** Asks how things stand in 1C while it is looked at; that the sandbox is gone is said elsewhere. */
export async function refreshOneC() {
  if (!isPlace('one-c')) return;
  const fresh = await call('GET', '/api/one-c/state').catch(() => null);
  if (fresh === null) return;
  await Promise.all([...unfolded].map((n) => askForSession(n, fresh.sessions)));
  const seen = JSON.stringify([fresh, [...unfolded]]);
  if (seen === lastSeen) return;
  const isFirst = state === null;
  state = fresh;
  lastSeen = seen;
  if (isFirst) fillLink();
  show();
}

async function askForSession(n, sessions) {
  const steps = sessions.find((session) => session.n === n)?.steps.length;
  if (steps === undefined || whole.get(n)?.steps.length === steps) return;
  const session = await call('GET', `/api/one-c/sessions/${n}`).catch(() => null);
  if (session) whole.set(n, session);
}

function fillLink() {
  const { elements } = byId('one-c-link');
  const { connection } = state;
  elements.url.placeholder = 'https://магазин/1c/exchange';
  elements.password.required = connection === null;
  elements.password.value = '';
  elements.password.placeholder = connection?.hasPassword ? 'задан' : '';
  if (connection === null) return;
  for (const name of ['url', 'login', 'schemaVersion', 'encoding']) elements[name].value = connection[name];
  elements.zip.checked = connection.zip;
}

function show() {
  const { documents, documentsTotal, sessions, problems, misbehaviour, everySeconds } = state;
  setText(byId('one-c-count'), documentsTotal > 0 ? String(documentsTotal) : '');
  byId('one-c-every').checked = everySeconds !== null;
  byId('one-c-table').hidden = documents.length === 0;
  setText(byId('one-c-note'), noteOf(state));
  morphChildren(byId('one-c-documents'), documents.map(renderDocument));
  showStatuses();
  morphChildren(
    byId('one-c-problems'),
    problems.map((problem) => h('li', { class: 'answer bad' }, problem)),
  );
  const rows = sessions.map((session) => renderSession(session, unfolded.has(session.n) && whole.get(session.n)));
  morphChildren(byId('one-c-log'), rows.length > 0 ? rows : [h('li', { class: 'quiet' }, 'Пока ни одного.')]);
  showWhims(misbehaviour);
}

function noteOf({ connection, documents, documentsTotal }) {
  if (connection === null) return 'Задайте адрес обмена, логин и пароль из учётной системы магазина.';
  if (documents.length === 0) return 'Документов ещё нет: примите заказ в панели магазина и обменяйтесь.';
  return documentsTotal > documents.length ? `Показаны последние ${documents.length}.` : '';
}

/** What a visitor has chosen goes before attributes, so the value itself is set, but not under the hand. */
function showStatuses() {
  for (const select of byId('one-c-documents').querySelectorAll('select')) {
    if (select !== document.activeElement) select.value = select.dataset.value;
  }
}

function showWhims(misbehaviour) {
  const { elements } = byId('one-c-whims');
  for (const [name] of WHIMS) elements[name].checked = misbehaviour[name];
  elements.loseAnswerOf.value = misbehaviour.loseAnswerOf ?? '';
  const on = whimsOf(misbehaviour);
  const now = byId('one-c-whims-now');
  setText(now, on.length > 0 ? `Включено: ${on.join(', ')}` : '1С ведёт себя как следует');
  now.className = `state-line ${on.length > 0 ? 'bad' : 'good'}`;
}

const documentOf = ({ dataset }) => state.documents.find(({ id }) => id === dataset.document);

const change = (id, verb, body) => call('POST', `/api/one-c/documents/${encodeURIComponent(id)}/${verb}`, body);

/** Does something in 1C and shows what came of it; the answers are 1C's, not orders. */
async function doing(work) {
  await work();
  await refreshOneC();
  return {};
}

async function exchange() {
  const session = await call('POST', '/api/one-c/exchange', {});
  await refreshOneC();
  if (!session.ok) throw new Error(session.errors[0]);
  return {};
}

/** Asks for a number of pieces of each line; gives [{ line, quantity }] by place, or null. */
async function askPieces(title, document, agree, { words, value, max }) {
  const fields = document.lines.map((line, index) =>
    field(`${line.number || line.name} · в документе ${line.quantity} шт.`, {
      name: `line${index}`,
      type: 'number',
      min: '0',
      max: max && String(line.quantity),
      step: '1',
      inputmode: 'numeric',
      value: String(value(line)),
      required: true,
    }),
  );
  const elements = await ask(`${title} ${document.number}`, [note(words), ...fields], agree);
  if (elements === null) return null;
  return document.lines.map((_, index) => ({ line: index + 1, quantity: Number(elements[`line${index}`].value) }));
}

async function ship(document) {
  const words = 'Сколько отпустить сейчас. В 1С появится документ «Отпуск товара».';
  const pieces = await askPieces('Отгрузить по', document, 'Отгрузить', { words, value: () => 0, max: true });
  const lines = pieces?.filter(({ quantity }) => quantity > 0) ?? [];
  return lines.length > 0 ? () => change(document.id, 'ship', { lines }) : null;
}

async function changeLines(document) {
  const words = 'Сколько остаётся в документе. Строка с нулём удаляется, как удалил бы её менеджер.';
  const pieces = await askPieces('Строки', document, 'Записать', { words, value: ({ quantity }) => quantity });
  const changed = pieces?.filter(({ quantity }, index) => quantity !== document.lines[index].quantity) ?? [];
  if (changed.length === 0) return null;
  // From the end, since a removed line moves those after it.
  return async () => {
    for (const { line, quantity } of changed.reverse()) {
      if (quantity === 0) await change(document.id, 'remove-line', { line });
      else await change(document.id, 'quantity', { line, quantity });
    }
  };
}

async function reset() {
  const words = note('1С забудет документы и сеансы. Связь с сайтом останется.');
  return (await ask('Очистить 1С?', [words], 'Очистить', 'danger-main'))
    ? () => call('POST', '/api/one-c/reset', {})
    : null;
}

/** @param act runs an action and says how it ended, see app.js */
export function oneCActions(act) {
  const run = (source, work, done) => act(source, () => doing(work), done);
  const asking = (question, done) => async (source) => {
    const work = await question(documentOf(source));
    if (work) await run(source, work, done);
  };
  const changing = (verb, done) => (source) => run(source, () => change(source.dataset.document, verb), done);
  return {
    'one-c-exchange': (source) => act(source, exchange, 'Обмен прошёл'),
    'one-c-ship': asking(ship, 'Отпуск записан, сайт узнает при обмене'),
    'one-c-lines': asking(changeLines, 'Строки записаны, сайт узнает при обмене'),
    'one-c-cancel': changing('cancel', 'Отменён в 1С, сайт узнает при обмене'),
    'one-c-mark': changing('mark-for-deletion', 'Помечен на удаление, сайт узнает при обмене'),
    'one-c-reset': asking(reset, '1С пуста'),
    'one-c-behave': (source) => run(source, () => call('DELETE', '/api/one-c/misbehaviour'), '1С успокоилась'),
  };
}

/** @param act see oneCActions */
export function watchOneC(act) {
  const run = (source, work, done) => act(source, () => doing(work), done);
  byId('one-c-whims').append(...renderWhims());
  byId('one-c-whims').addEventListener('change', ({ target }) => {
    const value = target.name === 'loseAnswerOf' ? target.value || null : target.checked;
    run(target, () => call('PUT', '/api/one-c/misbehaviour', { [target.name]: value }), 'Запомнено');
  });
  byId('one-c-every').addEventListener('change', ({ target }) => {
    const body = target.checked ? { seconds: EVERY_SECONDS } : {};
    const done = target.checked ? 'Обмен идёт каждые 30 секунд' : 'Обмен по расписанию выключен';
    run(target, () => call('PUT', '/api/one-c/schedule', body), done);
  });
  byId('one-c-link').addEventListener('submit', (event) => {
    event.preventDefault();
    const { url, login, password, schemaVersion, encoding, zip } = event.target.elements;
    const body = { url: url.value, login: login.value, schemaVersion: schemaVersion.value, encoding: encoding.value };
    const typed = password.value === '' ? {} : { password: password.value };
    const save = () => call('PUT', '/api/one-c/connection', { ...body, zip: zip.checked, ...typed });
    run(event.submitter, save, 'Связь с сайтом задана').then(fillLink);
  });
  byId('one-c-documents').addEventListener('change', ({ target }) => void setStatus(run, target));
  byId('one-c-log').addEventListener('toggle', unfold, true);
}

async function setStatus(run, select) {
  const { number, status: before } = documentOf(select);
  const isOther = select.value === OTHER_STATUS;
  const typed = isOther ? await askStatus(number) : select.value;
  if (!typed) select.value = before;
  else await run(select, () => change(select.dataset.document, 'status', { status: typed }), `${number}: ${typed}`);
}

async function askStatus(number) {
  const name = field('Как он называется в 1С', { name: 'status', required: true, maxlength: '100' });
  return (await ask(`Статус документа ${number}`, [name], 'Установить'))?.status.value.trim();
}

function unfold({ target }) {
  const n = Number(target.dataset.session);
  if (target.open) unfolded.add(n);
  else unfolded.delete(n);
  void refreshOneC();
}

function renderWhims() {
  return [
    h(
      'label',
      { class: 'wide' },
      'Связь',
      h(
        'select',
        { name: 'loseAnswerOf' },
        LOSSES.map(([value, words]) => h('option', { value }, words)),
      ),
    ),
    ...WHIMS.map(([name, words]) =>
      h('label', { class: 'check' }, h('input', { type: 'checkbox', name, 'data-whim': name }), words),
    ),
    h(
      'div',
      { class: 'buttons wide' },
      h('button', { type: 'button', 'data-action': 'one-c-behave' }, 'Выключить все капризы'),
    ),
  ];
}
