import type { gathered as Gathered } from './gathered-messages';

const message = (part: 'new_orders' | 'action' | 'news', number: number) => ({
  part,
  title: `T${number}`,
  text: `t${number}`,
  page: `/orders/${number}`,
});

describe('what the browser is told to show', () => {
  let gathered: typeof Gathered;

  beforeAll(async () => {
    Object.assign(globalThis, { localStorage: { getItem: () => null }, document: { documentElement: {} } });
    ({ gathered } = await import('./gathered-messages'));
  });

  it('one message as it is, leading to its page', () => {
    expect(gathered([message('action', 7)])).toEqual([
      { part: 'action', tag: 'partsdesk-action', title: 'T7', body: 't7', page: '/orders/7' },
    ]);
  });

  it('several of a part as one, the newest named, leading to where all are', () => {
    const orders = [6, 5, 4, 3, 2].map((number) => message('new_orders', number));
    const told = gathered([message('action', 9), message('action', 8), ...orders]);
    expect(told.map(({ title, page }) => [title, page])).toEqual([
      ['Новых заказов: 5', '/external-orders?state=new'],
      ['Требуют действий: 2', null],
    ]);
    expect(told[0]!.body).toBe('T6\nT5\nT4\nT3\n…');
  });

  it('nothing of news', () => expect(gathered([message('news', 1)])).toEqual([]));
});
