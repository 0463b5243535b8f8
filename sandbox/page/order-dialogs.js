import { ask, check, choice, field, note } from './dialogs.js';
import { button, h } from './dom.js';
import { EXAMPLES } from './examples.js';

const REASONS = ['Нашёл дешевле', 'Долго ждать', 'Ошибся артикулом', 'Больше не нужно'];

const filled = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

/** Asks what to order; gives the body of POST /api/orders, or null. Examples close the dialog by themselves. */
export async function askNewOrder() {
  const elements = await ask(
    'Новый заказ',
    [
      note('Всё, что не заполнено, песочница придумает сама.'),
      field(
        'Сколько позиций',
        { name: 'count', type: 'number', min: '1', max: '1000', value: '2', required: true },
        false,
      ),
      field('Номер заказа', { name: 'id', placeholder: 'следующий' }, false),
      field('Покупатель', { name: 'name' }, false),
      field('Телефон', { name: 'phone', type: 'tel' }, false),
      choice('Как получить', 'delivery', [
        ['', 'на усмотрение песочницы'],
        ['pickup', 'самовывоз'],
        ['courier', 'курьер'],
      ]),
      field('Комментарий покупателя', { name: 'comment' }),
      h(
        'details',
        { class: 'wide' },
        h('summary', {}, 'Своя деталь в первой позиции'),
        h(
          'div',
          { class: 'fields' },
          field('Бренд', { name: 'brand' }, false),
          field('Артикул', { name: 'number' }, false),
          field('Название', { name: 'part' }),
          field('Количество', { name: 'quantity', type: 'number', min: '1' }, false),
          field('Цена, ₽', { name: 'price', inputmode: 'decimal' }, false),
        ),
      ),
      h(
        'div',
        { class: 'wide examples' },
        h('h3', { id: 'examples-title' }, 'Или готовый пример'),
        h(
          'ul',
          { 'aria-labelledby': 'examples-title' },
          EXAMPLES.map(([name, about], index) =>
            h(
              'li',
              {},
              button('example', name, { 'data-example': String(index), 'aria-describedby': `example-${index}` }),
              h('span', { class: 'quiet', id: `example-${index}` }, about),
            ),
          ),
        ),
      ),
    ],
    'Отправить заказ',
  );
  return elements && orderFrom(elements);
}

function orderFrom(elements) {
  const value = (name) => elements[name].value.trim();
  const first = filled({ brand: value('brand'), number: value('number'), name: value('part'), price: value('price') });
  if (value('quantity') !== '') first.quantity = Number(value('quantity'));
  const customer = filled({ name: value('name'), phone: value('phone') });
  return {
    positions: Array.from({ length: Number(value('count')) }, (_, index) => (index === 0 ? first : {})),
    ...filled({ id: value('id'), comment: value('comment') }),
    ...(Object.keys(customer).length > 0 && { customer }),
    ...(value('delivery') !== '' && { delivery: { type: value('delivery') } }),
  };
}

/** Asks what to change in an order; gives the body of its update, or null. */
export async function askChange(order) {
  const open = order.positions;
  const elements = await ask(
    `Изменить заказ ${order.id}`,
    [
      h(
        'fieldset',
        { class: 'wide' },
        h('legend', {}, 'Количество; 0 уберёт позицию'),
        open.map((position, index) =>
          field([position.name || `Позиция ${position.id}`, ', шт.'], {
            name: `quantity${index}`,
            type: 'number',
            min: '0',
            value: position.quantity,
            required: true,
          }),
        ),
      ),
      field(
        'Добавить позиций',
        { name: 'more', type: 'number', min: '0', max: '100', value: '0', required: true },
        false,
      ),
      field('Комментарий покупателя', { name: 'comment', value: order.comment }),
    ],
    'Отправить изменение',
  );
  return elements && changeFrom(open, elements);
}

function changeFrom(positions, elements) {
  const wanted = positions.map(({ id, quantity }, index) => ({
    id,
    was: quantity,
    quantity: Number(elements[`quantity${index}`].value),
  }));
  const changed = wanted
    .filter(({ was, quantity }) => quantity !== was && quantity > 0)
    .map(({ id, quantity }) => ({ id, quantity }));
  const removePositions = wanted.filter(({ quantity }) => quantity === 0).map(({ id }) => ({ id }));
  const added = Array.from({ length: Number(elements.more.value) }, () => ({}));
  return {
    comment: elements.comment.value,
    ...(changed.length + added.length > 0 && { positions: [...changed, ...added] }),
    ...(removePositions.length > 0 && { removePositions }),
  };
}

/**
 * Asks what to cancel and why; gives the body of the cancellation, or null.
 * @param positionId the position that is chosen to begin with; undefined: the whole order
 */
export async function askCancellation(record, positionId) {
  const open = record.positions.filter((position) => !position.cancelled);
  const radio = (value, label) =>
    check(label, { type: 'radio', name: 'what', value, checked: (value === 'all') === (positionId === undefined) });
  const parts = h(
    'div',
    { class: 'indented' },
    open.map((position) =>
      check(position.name || `Позиция ${position.id}`, {
        type: 'checkbox',
        name: 'position',
        value: position.id,
        checked: position.id === positionId,
      }),
    ),
  );
  parts.addEventListener('change', () => (parts.closest('form').elements.what.value = 'some'));
  const elements = await ask(
    `Отмена по заказу ${record.id}`,
    [
      h(
        'fieldset',
        { class: 'wide' },
        h('legend', {}, 'Что отменить'),
        radio('all', 'Весь заказ'),
        radio('some', 'Только позиции:'),
        parts,
      ),
      field('Причина, если есть', { name: 'reason', list: 'reasons' }),
      h(
        'datalist',
        { id: 'reasons' },
        REASONS.map((value) => h('option', { value })),
      ),
    ],
    'Отправить отмену',
    'danger-main',
  );
  if (elements === null) return null;
  const reason = filled({ reason: elements.reason.value.trim() });
  if (elements.what.value === 'all') return reason;
  const chosen = [...parts.querySelectorAll('input:checked')].map((input) => input.value);
  return { ...reason, positions: chosen.map((id) => ({ id: exactId(record, id) })) };
}

/** The id as it was sent, a number or text. */
function exactId(record, id) {
  const sent = record.order?.positions.find((position) => String(position.id) === id);
  return sent ? sent.id : id;
}
