import { byId, h, morphChildren, setText } from './dom.js';
import { canAskToWait, describeTrouble, isTroubled, TROUBLE_GROUPS, troubleHint } from './trouble-words.js';

const form = byId('trouble');
const { kind, scope, amount, retryAfter, orderId } = form.elements;

kind.append(
  ...TROUBLE_GROUPS.map(([label, kinds]) =>
    h(
      'optgroup',
      { label },
      kinds.map(([value, name]) => h('option', { value }, name)),
    ),
  ),
);
kind.value = '503';

/** Shows only the fields that mean something with what is chosen. */
function fit() {
  const share = scope.value === 'percent';
  setText(byId('trouble-hint'), troubleHint(kind.value));
  setText(byId('amount-name'), share ? 'Процентов' : 'Сколько ответов');
  byId('retry-after-label').hidden = !canAskToWait(kind.value);
  byId('amount-label').hidden = amount.disabled = scope.value === 'always';
  amount.max = share ? '100' : '1000000';
}

/** @param send called with the body of PUT /api/trouble and the button */
export function watchTroubleForm(send) {
  form.addEventListener('change', fit);
  scope.addEventListener('change', () => (amount.value = scope.value === 'percent' ? '30' : '3'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wait = canAskToWait(kind.value) && retryAfter.value.trim();
    const body = {
      kind: kind.value,
      ...(scope.value !== 'always' && { [scope.value]: Number(amount.value) }),
      ...(wait && { retryAfter: wait }),
      ...(orderId.value !== '' && { orderId: orderId.value.slice(1) }),
    };
    send(body, event.submitter);
  });
  fit();
}

export function showTrouble(trouble, orders) {
  const troubled = isTroubled(trouble);
  byId('trouble-bar').hidden = !troubled;
  byId('mend').hidden = !troubled;
  document.body.classList.toggle('troubled', troubled);
  setText(byId('trouble-bar-text'), troubled ? describeTrouble(trouble) : '');
  const now = byId('trouble-now');
  setText(now, troubled ? 'Неполадка включена' : 'GettZap работает нормально');
  now.className = `state-line ${troubled ? 'bad' : 'good'}`;
  // An id may be any text, so it is told from «all» by a mark before it.
  const options = [['', 'для всех'], ...orders.map(({ id }) => [`=${id}`, `только ${id}`])];
  morphChildren(
    orderId,
    options.map(([value, text]) => h('option', { value, 'data-key': `o${value}` }, text)),
  );
}
