import type { HttpSender } from '../../outbox/http-sender.service.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import type { ExchangeSignIns } from '../exchanges/exchange-sign-ins.service.js';
import { PartsSoftClient } from './parts-soft-client.service.js';

const EXCHANGE = { settings: { apiUrl: 'https://shop.example' } } as unknown as Exchange;
const ENDS_AT = Number.MAX_SAFE_INTEGER;

describe('calling PARTS SOFT', () => {
  const clientThatHears = (body: object) => {
    const response = { status: 200, headers: {}, body: JSON.stringify(body) };
    const sender = { send: async () => ({ class: 'delivered', isOutage: false, response, error: null }) };
    const signIns = { passwordOf: () => 'key' };
    return new PartsSoftClient(sender as unknown as HttpSender, signIns as unknown as ExchangeSignIns);
  };

  it.each([
    ['Неверный api_key', 'unauthorized'],
    ['Ключ API не найден', 'unauthorized'],
    ['Превышен лимит запросов', 'throttled'],
    ['Daily limit reached', 'throttled'],
    ['Превышено количество запросов в минуту', 'throttled'],
    ['Request quantity limit exceeded', 'throttled'],
    // Of one order alone: they neither stop the others nor pass by themselves.
    ['Поставщик отключен', 'rejected'],
    ['Позиция исключена из прайс-листа', 'rejected'],
    ['Превышен кредитный лимит', 'rejected'],
    ['Превышено доступное количество', 'rejected'],
  ])('«%s» means %s', async (error, meant) => {
    const { outcome } = await clientThatHears({ result: 'error', error }).order(EXCHANGE, 'k-1', ENDS_AT);
    expect(outcome.class).toBe(meant);
  });

  it('an item that cannot be read is one of its comment all the same', async () => {
    const item = { id: 1, comment: 'k-1-1', qnt: 2 };
    const unread = { id: 2, comment: 'k-1-1', qnt: null };
    const { found } = await clientThatHears({ result: 'ok', data: [item, unread] }).itemsOf(EXCHANGE, 'k-1-1', ENDS_AT);
    expect(found!.map((each) => each.item?.quantity)).toEqual([2, undefined]);
    const other = { ...item, comment: 'k-2-1' };
    const deaf = await clientThatHears({ result: 'ok', data: [item, other] }).itemsOf(EXCHANGE, 'k-1-1', ENDS_AT);
    expect([deaf.found, deaf.outcome.class]).toEqual([undefined, 'retry']);
  });
});
