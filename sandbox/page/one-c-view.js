import { button, h } from './dom.js';
import { gistOf, marksOf, STATUSES } from './one-c-words.js';
import { chip } from './order-list.js';
import { clock, money, plural } from './words.js';

export const OTHER_STATUS = '\u0000other';

/** One row of the table; on a narrow screen it becomes a card. */
export function renderDocument(document) {
  const { id, number, numberThere, buyer, lines } = document;
  const total = lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  return h(
    'tr',
    { 'data-key': id },
    h('th', { scope: 'row' }, number, h('small', {}, numberThere)),
    h(
      'td',
      {},
      buyer || 'Без имени',
      h(
        'div',
        { class: 'marks' },
        marksOf(document).map((mark) => chip(mark)),
      ),
    ),
    h('td', { class: 'sum' }, money(total), h('small', {}, plural(lines.length, 'строка', 'строки', 'строк'))),
    h('td', {}, renderStatus(document)),
    h('td', { class: 'act' }, renderActions(document)),
  );
}

function renderStatus({ id, number, status }) {
  const known = ['', ...STATUSES];
  const options = known.includes(status) ? known : [...known, status];
  return h(
    'select',
    { 'data-document': id, 'data-value': status, 'aria-label': `Статус документа ${number}` },
    options.map((value) => h('option', { value }, value || 'не задан')),
    h('option', { value: OTHER_STATUS }, 'Другой…'),
  );
}

function renderActions({ id, number, cancelled, markedForDeletion, lines }) {
  const about = (label) => ({ 'data-document': id, class: 'plain', 'aria-label': `${label}: ${number}` });
  const action = (name, label) => button(name, label, about(label.replace('…', '')));
  return [
    lines.length > 0 && action('one-c-ship', 'Отгрузить часть…'),
    lines.length > 0 && action('one-c-lines', 'Изменить строки…'),
    !cancelled && action('one-c-cancel', 'Отменить'),
    !markedForDeletion && action('one-c-mark', 'Пометить на удаление'),
  ];
}

/** @param whole the session with what was sent and answered, once it has been asked for */
export function renderSession(session, whole) {
  const { n, at, ok } = session;
  return h(
    'li',
    { 'data-key': String(n) },
    h(
      'details',
      { 'data-session': String(n) },
      h(
        'summary',
        {},
        h('time', { datetime: at }, clock(at)),
        h('span', { class: 'gist' }, gistOf(session)),
        chip(ok ? { text: 'успех', tone: 'good' } : { text: 'ошибка', tone: 'bad' }),
      ),
      whole && h('ol', { class: 'steps' }, whole.steps.map(renderStep)),
    ),
  );
}

function renderStep(step, index) {
  const { request, name, status, sent, answer, errors, ok } = step;
  const outcome = request === '' ? '' : (status ?? 'нет ответа');
  return h(
    'li',
    { 'data-key': String(index) },
    h(
      'p',
      { class: 'step-line' },
      h('code', {}, request || (name === 'save' ? 'запись в базу 1С' : name)),
      h('b', { class: ok ? 'good' : 'bad' }, String(outcome)),
    ),
    errors.map((error) => h('p', { class: 'answer bad' }, error)),
    sent && [h('p', { class: 'block-title' }, 'Отправлено'), h('pre', { tabindex: '0' }, sent)],
    answer && [h('p', { class: 'block-title' }, 'Ответ'), h('pre', { tabindex: '0' }, answer)],
  );
}
