const REPEATS = 'Магазин должен повторить: через 5 с, 30 с, 2 мин и дальше всё реже.';
const PAUSES = 'Магазин должен остановить отправку и позвать менеджера: повторять с тем же ключом нет смысла.';
const GIVES_UP = 'Повторять нет смысла: магазин должен сразу показать, что сообщение не доставлено.';

/** Groups of troubles for the choice: [group, [kind, name, what to expect][]][]. */
export const TROUBLE_GROUPS = [
  [
    'Сбои',
    [
      ['500', '500, внутренняя ошибка', REPEATS],
      ['503', '503, временно недоступен', `${REPEATS} Retry-After он обязан соблюсти.`],
      ['429', '429, слишком часто', 'Магазин должен подождать, сколько сказано в Retry-After, и не тратить попытку.'],
      ['408', '408, время вышло', REPEATS],
    ],
  ],
  [
    'Отказы',
    [
      ['401', '401, неверный логин или ключ', PAUSES],
      ['403', '403, доступ закрыт', PAUSES],
      ['400', '400, запрос не понят', GIVES_UP],
      ['404', '404, заказ не найден', GIVES_UP],
      ['409', '409, уже в этом статусе', 'Для магазина это доставка: статус уже тот.'],
      ['302', '302, перенаправление', `${GIVES_UP} По новому адресу идти нельзя.`],
    ],
  ],
  [
    'Связь',
    [
      ['hang', 'молчит, ответа нет', 'Магазин ждёт ответа 15 секунд, потом повторяет.'],
      ['reset', 'обрыв связи', REPEATS],
      [
        'reset-after-apply',
        'обрыв: принято, но ответ потерян',
        'Статус уже виден покупателю, а магазин этого не знает: придёт повтор с тем же ключом и ничего не изменит.',
      ],
      ['slow', 'медленно, байт в секунду', 'Статус виден покупателю, но до конца ответа магазин может не дождаться.'],
    ],
  ],
  [
    'Странные ответы',
    [
      ['garbage', 'мусор вместо ответа', REPEATS],
      ['html', '200 с веб-страницей', 'Так отвечает вход в чужую сеть Wi-Fi. Статус здесь применяется.'],
      ['huge', 'огромный ответ, 100 МБ', 'Магазин не должен читать его до конца. Статус здесь применяется.'],
    ],
  ],
];

const KINDS = TROUBLE_GROUPS.flatMap(([, kinds]) => kinds);
const NAMES = { none: 'без неполадок', ...Object.fromEntries(KINDS.map(([kind, name]) => [kind, name])) };
const HINTS = Object.fromEntries(KINDS.map(([kind, , hint]) => [kind, hint]));

export const troubleName = (kind) => NAMES[kind] ?? kind;
export const troubleHint = (kind) => HINTS[kind] ?? '';
export const canAskToWait = (kind) => kind === '429' || kind === '503';
export const isTroubled = (trouble) => Boolean(trouble.sequence) || trouble.kind !== 'none';

/** One line on what happens to the answers; assumes that something does. */
export function describeTrouble(trouble) {
  const who = trouble.orderId === undefined ? 'на всё' : `по заказу ${trouble.orderId}`;
  if (trouble.sequence) return `GettZap отвечает ${who} по очереди: ${trouble.sequence.map(troubleName).join(' → ')}`;
  const scope = [
    trouble.percent === undefined ? '' : `${trouble.percent} % ответов`,
    trouble.count === undefined ? '' : `осталось ответов: ${trouble.count}`,
  ].filter(Boolean);
  const wait = trouble.retryAfter && canAskToWait(trouble.kind) ? [`Retry-After: ${trouble.retryAfter}`] : [];
  const more = [...(scope.length > 0 ? scope : ['пока не почините']), ...wait].join(' · ');
  return `GettZap отвечает ${who}: ${troubleName(trouble.kind)} · ${more}`;
}
