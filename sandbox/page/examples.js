import { call, postOrder, tellAbout } from './api.js';

const MARKUP = '<script>alert("разметка")</script>';
const LONG = 'Очень-длинное-слово-без-единого-пробела-и-переноса'.repeat(4);

/** Ready orders to play with: [name, what is to be seen, how it is sent]. */
export const EXAMPLES = [
  [
    'Большой заказ',
    '30 позиций: удобно принимать и отказывать по частям.',
    () => postOrder({ positions: Array.from({ length: 30 }, () => ({})) }),
  ],
  [
    'Десять заказов подряд',
    'Чтобы попробовать массовые действия во внешних заказах.',
    async () => {
      let last;
      for (let sent = 0; sent < 10; sent += 1) last = await postOrder({});
      return last;
    },
  ],
  [
    'Заказ, который нельзя понять',
    'Цена словами, количество 0, артикула нет. Магазин не должен его потерять: он ждёт человека.',
    () => postOrder({ positions: [{ price: 'по запросу', quantity: 0 }, { number: '' }] }),
  ],
  [
    'Заказ и его изменение',
    'Покупатель передумал: другое количество и ещё одна позиция.',
    async () => {
      const { order } = await postOrder({ positions: [{ quantity: 1 }, {}] });
      return tellAbout(order.id, 'update', { positions: [{ id: '1', quantity: 4 }, {}], comment: 'Нужно больше' });
    },
  ],
  [
    'Одно сообщение дважды',
    'Второе такое же ничего не должно изменить.',
    async () => tellAbout((await postOrder({})).order.id, 'resend'),
  ],
  [
    'Заказ и сразу отмена',
    'Отменённый покупателем заказ принять уже нельзя.',
    async () => tellAbout((await postOrder({})).order.id, 'cancel', { reason: 'Заказал по ошибке' }),
  ],
  [
    'Отмена одной позиции',
    'Из трёх позиций покупателю нужны две.',
    async () => {
      const { order } = await postOrder({ positions: [{}, {}, {}] });
      return tellAbout(order.id, 'cancel', { positions: [{ id: '2' }], reason: 'Нашёл дешевле' });
    },
  ],
  [
    'Длинные слова и разметка',
    'Всё это должно остаться текстом и поместиться на экране.',
    () =>
      postOrder({
        comment: `${MARKUP} ${LONG}`,
        customer: { name: `${MARKUP} ${LONG}`, phone: LONG, email: MARKUP },
        delivery: { type: 'courier', address: `${LONG} ${MARKUP}` },
        positions: [
          { brand: MARKUP, number: LONG, name: LONG, comment: MARKUP, quantity: 1000000, price: '99999999.99' },
          { name: MARKUP },
        ],
      }),
  ],
  [
    'Не JSON',
    'Обрывок сообщения. Магазин должен ответить 400.',
    () => call('POST', '/api/raw', { body: '{"event": "ord' }),
  ],
];
