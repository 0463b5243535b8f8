import { h } from './dom.js';
import { chip } from './order-list.js';
import { clock } from './words.js';

/** One call as it came, folded. */
export function renderCall(call, isOpen, { secret, outcomeOf }) {
  const { n, at, method, path, sent, answer } = call;
  return h(
    'li',
    { 'data-key': String(n) },
    h(
      'details',
      { 'data-call': String(n) },
      h(
        'summary',
        {},
        h('time', { datetime: at }, clock(at)),
        h('span', { class: 'gist' }, `${method} ${path}`),
        chip(outcomeOf(call)),
      ),
      isOpen &&
        h(
          'div',
          { class: 'steps' },
          block(secret ? `Отправлено, ${secret} скрыт` : 'Отправлено', sent || '(пусто)'),
          block('Ответ', answer || '(ответа не было)'),
        ),
    ),
  );
}

function block(title, text) {
  return h('div', {}, h('p', { class: 'block-title' }, title), h('pre', { tabindex: '0' }, text));
}
