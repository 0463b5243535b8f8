import { PriceListFetching } from '../../src/offers/price-lists/price-list-fetch.job.js';
import { FileServer } from '../support/file-server.js';
import { addList, ended, linesOf, viewOf } from '../support/price-lists.js';
import { Shop } from '../support/shop.js';

describe('an address of a price list that leads on', () => {
  let shop: Shop;
  let server: FileServer;
  beforeEach(async () => {
    shop = await Shop.open();
    server = await FileServer.start(linesOf(20));
  });
  afterEach(async () => {
    server.close();
    await shop.close();
  });

  async function fetched() {
    const id = await addList(shop, { url: server.url });
    await shop.app.get(PriceListFetching).run();
    return id;
  }

  it('is followed to the file', async () => {
    server.leadsTo = '/new.csv';
    const id = await fetched();
    const { body } = await shop.admin.get(`/price-lists/${id}/imports`);
    expect(await ended(shop, id, body.data[0].id)).toMatchObject({ state: 'live', source: 'url', taken: 20 });
    expect(server.requests.map(({ path }) => path)).toEqual(['/price.csv', '/new.csv']);
  });

  it('is followed five times and no more', async () => {
    server.leadsTo = server.url;
    expect((await viewOf(shop, await fetched())).fetchError).toMatchObject({ code: 'fetch_redirects' });
    expect(server.requests).toHaveLength(6);
  });

  it.each([
    ['ftp://127.0.0.1/new.csv', 'url_scheme'],
    ['http://shop:secret@127.0.0.1/new.csv', 'url_sign_in'],
  ])('is not followed to %s, which may not be called', async (address, code) => {
    server.leadsTo = address;
    expect((await viewOf(shop, await fetched())).fetchError).toMatchObject({ code });
    expect(server.requests).toHaveLength(1);
  });
});
