import { ErrorDetail, errorText } from '../../platform/error-texts.js';

/** What the parts of a message are called. */
const PLACES: Record<string, Record<'en' | 'ru', string>> = {
  event: { en: 'event', ru: 'событие' },
  order: { en: 'order', ru: 'заказ' },
  id: { en: 'number', ru: 'номер' },
  reason: { en: 'reason', ru: 'причина' },
  created_at: { en: 'time of ordering', ru: 'время оформления' },
  comment: { en: 'comment', ru: 'комментарий' },
  customer: { en: 'buyer', ru: 'покупатель' },
  name: { en: 'name', ru: 'название или имя' },
  phone: { en: 'phone', ru: 'телефон' },
  email: { en: 'e-mail', ru: 'эл. почта' },
  delivery: { en: 'delivery', ru: 'доставка' },
  type: { en: 'kind', ru: 'вид' },
  address: { en: 'address', ru: 'адрес' },
  positions: { en: 'positions', ru: 'позиции' },
  brand: { en: 'brand', ru: 'бренд' },
  number: { en: 'part number', ru: 'артикул' },
  quantity: { en: 'quantity', ru: 'количество' },
  price: { en: 'price', ru: 'цена' },
  delivery_days: { en: 'delivery time', ru: 'срок' },
};
const MESSAGE = { en: 'Message', ru: 'Сообщение' };
const POSITION = { en: 'position', ru: 'позиция' };

/** What is wrong with a message and where: «Позиция 3, цена: не указано»; a code of a later version stays as it was said. */
export function problemText(problem: ErrorDetail & { path: string }, language: 'en' | 'ru'): string {
  const { path, code, params, message } = problem;
  return `${placeText(path, language)}: ${errorText(code, params, language) ?? message}`;
}

function placeText(path: string, language: 'en' | 'ru'): string {
  const parts = path.split('.').filter((part, index) => part && !(index === 0 && part === 'order' && path !== 'order'));
  if (parts.length === 0) return MESSAGE[language];
  const place = parts.map((part) => partText(part, language)).join(', ');
  return place.charAt(0).toLocaleUpperCase() + place.slice(1);
}

function partText(part: string, language: 'en' | 'ru'): string {
  const index = /^positions\[(\d+)\]$/.exec(part)?.[1];
  if (index !== undefined) return `${POSITION[language]} ${Number(index) + 1}`;
  return PLACES[part]?.[language] ?? part;
}
