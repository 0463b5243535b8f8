import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECOND } from '../support/delivering.js';
import { acceptedOf, PartsSoftClient } from '../support/parts-soft-client.js';
import { orderOf, positionOf, Shop } from '../support/shop.js';

const MINUTE = 60 * SECOND;

describe('programs written for PARTS SOFT’s API v3', () => {
  let shop: Shop;
  let partsSoft: PartsSoftClient;
  beforeAll(async () => {
    shop = await Shop.open();
    partsSoft = PartsSoftClient.of(shop);
  });
  afterAll(() => shop.close());

  const accepted = (id: string, customer: object, change?: object) => acceptedOf(shop, id, customer, change);

  it('issue a shipment', async () => {
    await shop.configureStatus('Выдано', { item: { status: 'issued', text: '' } });
    const positions = (...ids: string[]) => ({ positions: ids.map((id, index) => positionOf(index + 1, { id })) });
    const byOrder = await accepted('SHIP-1', {}, positions('a', 'b'));
    const byItem = await accepted('SHIP-2', {}, positions('SHIP-2-1'));
    const issued = await accepted('SHIP-3', {}, positions('c'));
    const working = await accepted('SHIP-4', {}, positions('d', 'e'));
    await shop.setStatus([...byOrder.items, ...byItem.items, working.items[0]], 'Готово к выдаче');
    await shop.setStatus(issued.items, 'Выдано');
    const numbers = ['SHIP-1', 'SHIP-2-1', 'SHIP-3', 'SHIP-4', 'SHIP-5'];
    expect(await partsSoft.run('issue-on-shipment', ...numbers)).toEqual({
      issued: ['SHIP-1', 'SHIP-2-1'],
      notFound: ['SHIP-5'],
      alreadyIssued: ['SHIP-3'],
      notArrived: ['SHIP-4'],
    });
    for (const { id } of [byOrder, byItem]) expect((await shop.order(id)).status.name).toBe('Выдано');
    expect((await shop.order(working.id)).items[0].status.name).toBe('Готово к выдаче');
    const again = await partsSoft.run('issue-on-shipment', ...numbers);
    expect(again).toMatchObject({ issued: [], alreadyIssued: ['SHIP-1', 'SHIP-2-1', 'SHIP-3'] });
  });
});

describe('the reconciliation of a week', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  it('tells what exists, is new and is in conflict, over all pages', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'partsdesk-reconciliation-'));
    await shop.accepted('BEFORE');
    shop.clock.advance(8 * 24 * 60 * MINUTE);
    const positions = [positionOf(1, { price: '0.10' }), positionOf(2, { quantity: 3 })];
    const inbox = Array.from({ length: 205 }, (_, n) => `R-${n}`);
    const received = await Promise.all(
      inbox.map(
        async (id) => (await shop.postToLink({ event: 'order.created', order: orderOf(id, 1, { positions }) })).body,
      ),
    );
    const ids = received.map(({ externalOrderId }) => externalOrderId);
    for (let start = 0; start < ids.length; start += 200)
      await shop.admin.post('/external-orders/accept', { ids: ids.slice(start, start + 200) });
    const fingerprint = 'p1|bosch|2|0.10;p2|bosch|3|3450.00';
    const own = [
      { number: 'R-0', fingerprint },
      { number: 'R-1', fingerprint: 'p1|bosch|1|0.10' },
      { number: 'BEFORE', fingerprint },
    ];
    const file = `${directory}/own.json`;
    writeFileSync(file, JSON.stringify(own));
    try {
      const report = await PartsSoftClient.of(shop).run('reconciliation', shop.clock.now().toISOString(), file);
      expect(report).toMatchObject({ pages: 3, existing: ['R-0'], conflict: ['R-1'] });
      expect(report.new.sort()).toEqual(inbox.slice(2).sort());
      expect(new Set(Object.values(report.fingerprints))).toEqual(new Set([fingerprint]));
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
