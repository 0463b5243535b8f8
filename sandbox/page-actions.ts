/** Browser script, second half: the stream of requests, the forms and buttons, and the refreshing. */
export const PAGE_ACTIONS = String.raw`
const SHOWN_ORDERS = 50;
const TROUBLES = Object.fromEntries([...byId('trouble').elements.kind.options].map((option) => [option.value, option.text]));
TROUBLES['408'] = '408, время вышло';
TROUBLES.none = 'без неполадок';
let state = null;
let lastSeen = '';
const busy = new Set();

function renderRequest(request) {
  const body = request.body && typeof request.body === 'object' ? request.body : {};
  const place = request.orderId === null ? request.method + ' ' + request.path
    : request.orderId + (request.positionId === null ? '' : ', позиция ' + request.positionId);
  const good = request.answeredStatus !== null && request.answeredStatus < 300;
  const notes = [
    request.trouble ? 'неполадка: ' + (TROUBLES[request.trouble] || request.trouble) : '',
    request.authorized ? '' : 'неверный логин, пароль или ключ',
    request.repeated ? 'повтор: уже применено раньше' : '',
  ].filter(Boolean).join(' · ');
  return h('div', { class: 'request', 'data-key': String(request.n) },
    h('p', { class: 'line' }, time(request.at), h('span', {}, place),
      h('b', { class: good ? 'good' : 'bad' }, request.answeredStatus === null ? 'без ответа' : String(request.answeredStatus))),
    body.status || body.comment ? h('p', {}, [body.status, body.comment].filter((part) => typeof part === 'string' && part).join(': ')) : null,
    notes ? h('p', { class: 'notes' }, notes) : null,
    request.idempotencyKey ? h('code', {}, request.idempotencyKey) : null);
}

function describeTrouble(trouble) {
  const forOrder = trouble.orderId === undefined ? '' : ', только заказ ' + trouble.orderId;
  if (trouble.sequence) return 'По очереди: ' + trouble.sequence.map((kind) => TROUBLES[kind]).join(' → ') + forOrder;
  if (trouble.kind === 'none') return 'Всё исправно, статусы принимаются';
  const scope = [
    trouble.percent === undefined ? '' : trouble.percent + ' % ответов',
    trouble.count === undefined ? '' : 'ещё ' + trouble.count,
  ].filter(Boolean).join(', ') || 'до починки';
  const wait = trouble.retryAfter && ['429', '503'].includes(trouble.kind) ? ', Retry-After: ' + trouble.retryAfter : '';
  return 'Сломано: ' + TROUBLES[trouble.kind] + ' · ' + scope + wait + forOrder;
}

function render() {
  const { settings, trouble, orders, ordersTotal, requests, requestsTotal } = state;
  const cards = orders.map(renderOrder);
  if (!orders.length) cards.push(h('p', { class: 'empty' }, 'Заказов ещё нет. Нажмите «Новый заказ», и он уйдёт в сервис.'));
  if (ordersTotal > orders.length) cards.push(h('p', { class: 'quiet' }, 'Старше: ещё ' + (ordersTotal - orders.length)));
  morphChildren(byId('orders'), cards);
  const stream = requests.slice().reverse().map(renderRequest);
  if (!stream.length) stream.push(h('p', { class: 'empty' }, 'Пока ничего.'));
  morphChildren(byId('requests'), stream);
  byId('requests-count').textContent = requestsTotal ? String(requestsTotal) : '';
  const now = byId('trouble-now');
  const text = describeTrouble(trouble);
  if (now.textContent !== text) now.textContent = text;
  now.classList.toggle('bad', Boolean(trouble.sequence) || trouble.kind !== 'none');
  const given = (has) => (has ? 'задан' : 'не задан');
  morphChildren(byId('settings-now'), [
    h('dt', {}, 'Ссылка'), h('dd', {}, settings.orderLink || 'не задана: откройте настройки'),
    h('dt', {}, 'Логин'), h('dd', {}, settings.login),
    h('dt', {}, 'Пароль'), h('dd', {}, given(settings.hasPassword)),
    h('dt', {}, 'API-ключ'), h('dd', {}, given(settings.hasApiKey)),
  ]);
}

async function refresh() {
  try {
    const text = await (await fetch('/api/state?orders=' + SHOWN_ORDERS)).text();
    if (text !== lastSeen) {
      state = JSON.parse(text);
      render();
      lastSeen = text;
    }
    if (byId('message').dataset.lost) say('');
  } catch {
    say('Песочница не отвечает. Страница обновится сама, когда связь вернётся.', true);
    byId('message').dataset.lost = 'true';
  }
}

function say(text, bad) {
  const message = byId('message');
  delete message.dataset.lost;
  message.replaceChildren(...(text ? [h('span', {}, text)] : []));
  message.className = bad ? 'bad' : '';
  message.hidden = !text;
}

async function call(method, path, body) {
  const options = { method };
  if (body !== undefined) Object.assign(options, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message || 'Ошибка ' + response.status);
  return answer;
}

/** Runs one action at a time for each button, and says how it ended. */
async function act(source, work, done) {
  const name = JSON.stringify(source ? { ...source.dataset } : {});
  if (busy.has(name)) return;
  busy.add(name);
  if (source) source.setAttribute('aria-busy', 'true');
  try {
    const result = await work();
    const post = result && result.order && result.response ? { response: result.response, error: null } : null;
    const [tone, text] = post ? explainAnswer(post) : ['good', done || ''];
    say(text, tone === 'bad');
  } catch (error) {
    say(error.message, true);
  } finally {
    busy.delete(name);
    if (source) source.removeAttribute('aria-busy');
    await refresh();
  }
}

/** Asks in a dialog; gives the form, or null when it was closed without agreeing. */
function ask(title, fields, agree) {
  const dialog = byId('dialog');
  const form = byId('dialog-form');
  form.replaceChildren(h('h2', { class: 'wide' }, title), ...fields, h('div', { class: 'buttons wide' },
    h('button', { class: 'main', value: 'yes' }, agree), h('button', { value: '', formnovalidate: true }, 'Закрыть')));
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes' ? form.elements : null), { once: true });
  });
}

const field = (label, attributes) => h('label', { class: 'wide' }, label, h('input', { autocomplete: 'off', ...attributes }));
const orderPath = (id, verb) => '/api/orders/' + encodeURIComponent(id) + '/' + verb;

async function edit(source) {
  const order = state.orders.find((candidate) => candidate.id === source.dataset.order).order;
  const quantities = order.positions.map((position, index) =>
    field(position.name + ', шт.', { name: 'quantity' + index, type: 'number', min: '1', value: position.quantity, required: true }));
  const form = await ask('Изменить заказ ' + order.id,
    [...quantities, field('Комментарий покупателя', { name: 'comment', value: order.comment })], 'Отправить изменение');
  if (!form) return;
  const positions = order.positions
    .map((position, index) => ({ id: position.id, quantity: Number(form['quantity' + index].value), was: position.quantity }))
    .filter((position) => position.quantity !== position.was)
    .map(({ id, quantity }) => ({ id, quantity }));
  const change = { comment: form.comment.value, ...(positions.length && { positions }) };
  await act(source, () => call('POST', orderPath(order.id, 'update'), change));
}

async function cancel(source) {
  const { order, position } = source.dataset;
  const form = await ask(position === undefined ? 'Отменить заказ ' + order : 'Отменить позицию ' + position + ' заказа ' + order,
    [field('Причина, если есть', { name: 'reason' })], 'Отменить');
  if (!form) return;
  const known = state.orders.find((candidate) => candidate.id === order);
  const exact = known.order && known.order.positions.find((candidate) => String(candidate.id) === position);
  const body = { ...(form.reason.value && { reason: form.reason.value }),
    ...(position !== undefined && { positions: [{ id: exact ? exact.id : position }] }) };
  await act(source, () => call('POST', orderPath(order, 'cancel'), body));
}

const ACTIONS = {
  'new-order': (source) => act(source, () => call('POST', '/api/orders', {})),
  resend: (source) => act(source, () => call('POST', orderPath(source.dataset.order, 'resend'))),
  edit,
  cancel,
  'cancel-position': cancel,
  mend: (source) => act(source, () => call('DELETE', '/api/trouble'), 'Починено'),
  reset: async (source) => {
    if (await ask('Забыть все заказы и запросы?', [], 'Забыть')) await act(source, () => call('POST', '/api/reset'), 'Песочница пуста');
  },
};

document.addEventListener('click', (event) => {
  const source = event.target.closest('[data-action]');
  if (source) ACTIONS[source.dataset.action](source);
});

const troubleForm = byId('trouble').elements;
function fitTroubleForm() {
  byId('retry-after-label').hidden = !['429', '503'].includes(troubleForm.kind.value);
  byId('amount-label').hidden = troubleForm.scope.value === 'always';
  byId('amount-name').textContent = troubleForm.scope.value === 'percent' ? 'Процентов' : 'Ответов';
  troubleForm.amount.max = troubleForm.scope.value === 'percent' ? 100 : 1000000;
}
byId('trouble').addEventListener('change', fitTroubleForm);
byId('trouble').addEventListener('submit', (event) => {
  event.preventDefault();
  const { kind, scope, amount, retryAfter } = troubleForm;
  const waits = ['429', '503'].includes(kind.value) && retryAfter.value !== '';
  act(event.submitter, () => call('PUT', '/api/trouble', { kind: kind.value, ...(waits && { retryAfter: retryAfter.value }),
    ...(scope.value !== 'always' && { [scope.value]: Number(amount.value) }) }), 'Сломано');
});
byId('settings').addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  const change = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
  act(event.submitter, () => call('PUT', '/api/settings', change).then(() => form.reset()), 'Сохранено');
});

async function keepFresh() {
  await refresh();
  setTimeout(keepFresh, 1000);
}
fitTroubleForm();
keepFresh();
`;
