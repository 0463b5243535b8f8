import { AbcpClient } from '../../src/shop-systems/abcp/abcp-client.service.js';
import { ExchangeAsking } from '../../src/shop-systems/exchanges/exchange-asking.service.js';
import { AbcpShop, ABCP_STATUSES } from '../support/abcp-shop.js';
import { eventually } from '../support/eventually.js';
import { anotherConnection } from '../support/receiving.js';
import { runJob } from '../support/jobs.js';
import { Shop } from '../support/shop.js';

describe('a system that answers slowly', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open();
  });
  afterEach(() => shop.close());

  it('holds up asking no other one, and is not asked once more meanwhile', async () => {
    const { regionId } = await anotherConnection(shop, 'Самара');
    const slow = await AbcpShop.connect(shop, { regionIds: [regionId] });
    const [{ id: here }] = (await shop.admin.get('/regions?sort=createdAt')).body.data;
    const other = await AbcpShop.connect(shop, { regionIds: [here] });
    await other.map({ [ABCP_STATUSES['На складе']]: 'Пришло на склад' });
    const { id } = await other.acceptedOf('SL-1', [2]);
    const there = await other.confirmed(id);

    Object.assign(shop.app.get(ExchangeAsking), { waitsMs: 50 });
    const client = shop.app.get(AbcpClient);
    const list = client.list.bind(client);
    let goOn!: () => void;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    let asked = 0;
    jest.spyOn(client, 'list').mockImplementation(async (exchange, ...rest) => {
      if (String(exchange.id) === slow.exchangeId) {
        asked += 1;
        await gate;
      }
      return list(exchange, ...rest);
    });
    await other.follow();
    other.setStatus(there, 'На складе');
    await eventually(async () => {
      await other.follow();
      expect(await other.itemsOf(id)).toEqual(['2 Пришло на склад']);
    });
    await other.follow();
    expect(asked).toBe(1);
    goOn();
    await runJob(shop, 'abcp-follow');
  });
});
