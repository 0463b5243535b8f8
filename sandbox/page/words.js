const COUNTED = new Intl.PluralRules('ru');

/** plural(2, 'заказ', 'заказа', 'заказов') is «2 заказа». */
export function plural(count, one, few, many) {
  const form = { one, few }[COUNTED.select(count)] ?? many;
  return `${count} ${form}`;
}

/** Time alone for today, with the day for earlier. */
export function clock(iso, now = new Date()) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const time = date.toLocaleTimeString('ru-RU');
  if (date.toDateString() === now.toDateString()) return time;
  return `${date.toLocaleDateString('ru-RU', { day: '2-digit', month: '2-digit' })}, ${time}`;
}

/** A price may be any text that an order came with; only numbers are dressed up. */
export function money(price) {
  const rubles = Number(price);
  if (price === '' || !Number.isFinite(rubles)) return String(price);
  return `${rubles.toLocaleString('ru-RU', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} ₽`;
}

/** Looked up by what comes from outside, so without the names that every object inherits. */
const STATUSES = {
  __proto__: null,
  accepted: ['принято', 'info'],
  in_work: ['в работе', 'info'],
  arrived: ['на складе', 'good'],
  ready: ['готово к выдаче', 'good'],
  issued: ['выдано', 'good'],
  refused: ['отказ', 'bad'],
};

/** A status as the buyer reads it: { text, tone }. A shop may report any other; it is shown as it came. */
export function statusWords(status) {
  const [text, tone] = STATUSES[status] ?? [status, 'plain'];
  return { text, tone };
}

export const EVENTS = {
  'order.created': 'Заказ отправлен',
  'order.updated': 'Заказ изменён',
  'order.cancelled': 'Отмена отправлена',
};

const STATES = {
  __proto__: null,
  new: 'ждёт решения',
  partially_decided: 'решён частично',
  accepted: 'принят',
  partially_accepted: 'принят частично',
  refused: 'отказан',
  cancelled: 'отменён',
  needs_attention: 'понято не всё, нужен человек',
  deleted: 'удалён',
};

const REFUSALS = {
  400: 'сообщение не понято',
  401: 'нет доступа',
  403: 'подключение выключено',
  404: 'такой ссылки нет, проверьте её в настройках',
  413: 'сообщение слишком велико',
  415: 'такой тип данных не принимается',
  429: 'слишком много сообщений, нужно подождать',
  500: 'внутренняя ошибка',
  503: 'временно не работает',
};

const asObject = (body) => (body && typeof body === 'object' ? body : {});

/** How the shop took a message, as { tone, text }. */
export function explainAnswer(post) {
  if (post.error) return { tone: 'bad', text: `${post.error}. Заказ сохранён, его можно отправить ещё раз.` };
  if (!post.response) return { tone: 'warn', text: 'Ждём ответа магазина…' };
  const { status } = post.response;
  const body = asObject(post.response.body);
  if (status < 200 || status > 299) {
    const detail = body.detail ?? body.title ?? '';
    const words = REFUSALS[status] ?? 'отказ';
    return { tone: 'bad', text: `Магазин ответил ${status}: ${words}${detail ? ` (${detail})` : ''}` };
  }
  const words = [];
  if (body.externalOrderId) words.push(`внешний заказ № ${body.externalOrderId}`);
  if (body.state) words.push(STATES[body.state] ?? body.state);
  if (body.duplicate) words.push('повтор, ничего не изменилось');
  const tone = body.state === 'needs_attention' ? 'warn' : 'good';
  return { tone, text: `Магазин получил${words.length > 0 ? `: ${words.join(', ')}` : ''}` };
}
