import { defineTexts } from './texts';

const { useTexts } = defineTexts('message-problems', {
  ru: {
    position: 'Позиция {{n}}',
    message: 'Сообщение',
    field: {
      event: 'событие',
      order: 'заказ',
      id: 'номер',
      created_at: 'время оформления',
      comment: 'комментарий',
      customer: 'покупатель',
      name: 'название или имя',
      phone: 'телефон',
      email: 'эл. почта',
      delivery: 'доставка',
      address: 'адрес',
      positions: 'позиции',
      brand: 'бренд',
      number: 'артикул',
      quantity: 'количество',
      price: 'цена',
      delivery_days: 'срок',
    },
    missing: 'не указано',
    empty: 'пусто',
    object: 'здесь должен быть объект',
    array: 'здесь должен быть список',
    text: 'здесь должен быть текст',
    textOrNumber: 'здесь должен быть текст или число',
    whole: 'нужно целое число от {{n}}',
    decimal: 'нужно число, не больше двух знаков после запятой',
    time: 'нужно время по ISO 8601 с часовым поясом',
    tooMany: 'не больше {{n}}',
    unknownEvent: 'неизвестное событие',
    twin: 'такой же номер уже есть у другой позиции',
    tooDear: 'общая сумма слишком велика',
    notText: 'содержит знаки, которые не текст',
    tooLong: 'не длиннее {{n}} знаков',
  },
  en: {
    position: 'Position {{n}}',
    message: 'Message',
    field: {
      event: 'event',
      order: 'order',
      id: 'number',
      created_at: 'time of ordering',
      comment: 'comment',
      customer: 'buyer',
      name: 'name',
      phone: 'phone',
      email: 'e-mail',
      delivery: 'delivery',
      address: 'address',
      positions: 'positions',
      brand: 'brand',
      number: 'part number',
      quantity: 'quantity',
      price: 'price',
      delivery_days: 'delivery time',
    },
    missing: 'is missing',
    empty: 'is empty',
    object: 'must be an object',
    array: 'must be a list',
    text: 'must be text',
    textOrNumber: 'must be text or a number',
    whole: 'must be a whole number from {{n}}',
    decimal: 'must be a number with at most two places',
    time: 'must be an ISO 8601 time with its offset',
    tooMany: 'at most {{n}}',
    unknownEvent: 'is not a known event',
    twin: 'another position has the same number',
    tooDear: 'cost too much together',
    notText: 'contains characters that are not text',
    tooLong: 'is longer than {{n}} characters',
  },
});

type Translate = ReturnType<typeof useTexts>;
type Key = Parameters<Translate>[0];

/** What the service says of a field of a message, and the words for it. */
const WORDS: Array<[RegExp, Key]> = [
  [/^is missing$/, 'missing'],
  [/^must not be empty$/, 'empty'],
  [/^must be an object$/, 'object'],
  [/^must be an array$/, 'array'],
  [/^must be a string$/, 'text'],
  [/^must be a string or a number$/, 'textOrNumber'],
  [/^must be a whole number from (\d+)$/, 'whole'],
  [/^must be a decimal number/, 'decimal'],
  [/^must be an ISO 8601 time/, 'time'],
  [/^must have at most (\d+) entries$/, 'tooMany'],
  [/^must be at most (\d+) characters long$/, 'tooLong'],
  [/^is not a known event$/, 'unknownEvent'],
  [/^is the id of another position too$/, 'twin'],
  [/^cost too much together$/, 'tooDear'],
  [/^contains characters that are not text$/, 'notText'],
];

/** Says what was wrong with a message: «Позиция 1, цена: не указано». What has no words stays as the service said it. */
export function useMessageProblem(): (problem: { path: string; message: string }) => string {
  const t = useTexts();
  return ({ path, message }) => `${placeOf(path, t)}: ${whatOf(message, t)}`;
}

function placeOf(path: string, t: Translate): string {
  const parts = path.split('.').filter((part, index) => part && !(index === 0 && part === 'order' && path !== 'order'));
  if (parts.length === 0) return t('message');
  const words = parts.map((part) => {
    const line = /^positions\[(\d+)\]$/.exec(part);
    if (line) return t('position', { n: Number(line[1]) + 1 });
    const word = t(`field.${part}` as Key);
    return word === `field.${part}` ? part : word;
  });
  const place = words.join(', ');
  return place.charAt(0).toLocaleUpperCase() + place.slice(1);
}

function whatOf(message: string, t: Translate): string {
  for (const [pattern, key] of WORDS) {
    const found = pattern.exec(message);
    if (found) return t(key, { n: found[1] ?? '' });
  }
  return message;
}
