import { h } from './dom.js';
import { pretty } from './order-view.js';
import { troubleName } from './trouble-words.js';
import { clock, statusWords } from './words.js';

/** One request as it came to GettZap, folded; what is inside is made only once it has been unfolded. */
export function renderRequest(request, isOpen) {
  const { n, at, answeredStatus } = request;
  const good = answeredStatus !== null && answeredStatus < 300;
  return h(
    'li',
    { 'data-key': String(n) },
    h(
      'details',
      { 'data-request': String(n) },
      h(
        'summary',
        {},
        h('time', { datetime: at }, clock(at)),
        h('span', { class: 'place' }, placeOf(request)),
        h('b', { class: good ? 'good' : 'bad' }, answeredStatus === null ? 'нет ответа' : String(answeredStatus)),
        renderGist(request.body),
        marks(request).map(([tone, text]) => h('span', { class: `mark ${tone}` }, text)),
      ),
      isOpen && renderInside(request),
    ),
  );
}

function placeOf({ orderId, positionId, method, path }) {
  if (orderId === null) return `${method} ${path}`;
  return positionId === null ? `${orderId}, весь заказ` : `${orderId}, позиция ${positionId}`;
}

function renderGist(body) {
  const { status, comment } = body && typeof body === 'object' ? body : {};
  const words = [
    typeof status === 'string' ? statusWords(status).text : '',
    typeof comment === 'string' ? comment : '',
  ];
  const text = words.filter(Boolean).join(': ');
  return text && h('span', { class: 'gist' }, text);
}

function marks({ trouble, authorized, repeated, attempt }) {
  return [
    attempt > 1 && ['warn', `попытка ${attempt} с тем же ключом`],
    repeated && ['warn', 'уже применено раньше, ничего не изменило'],
    trouble && ['bad', `неполадка: ${troubleName(trouble)}`],
    !authorized && ['bad', 'неверный логин, пароль или ключ'],
  ].filter(Boolean);
}

function renderInside(request) {
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  return h(
    'div',
    { class: 'inside' },
    block('Запрос', `${request.method} ${request.path}`),
    block('Заголовки, секреты скрыты', headers.join('\n')),
    block('Тело', request.body === null ? '(пусто)' : pretty(request.body)),
    block('Ответ GettZap', answerText(request)),
  );
}

function answerText({ answeredStatus, answer }) {
  if (answeredStatus === null && answer === null) return '(ответа не было)';
  const head = answeredStatus === null ? '' : `${answeredStatus}\n`;
  return head + (answer === null ? '(тело не показываем)' : pretty(answer));
}

function block(title, text) {
  return [h('p', { class: 'block-title' }, title), h('pre', { tabindex: '0' }, text)];
}
