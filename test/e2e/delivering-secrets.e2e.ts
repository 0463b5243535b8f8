import { HandMadeGettzap, noticeEventually, settings } from '../support/delivering.js';
import { sql } from '../support/stored.js';
import { GETTZAP, Shop } from '../support/shop.js';

const BASIC = Buffer.from(`${GETTZAP.login}:${GETTZAP.password}`).toString('base64');
const SECRETS = { password: GETTZAP.password, key: GETTZAP.apiKey, 'Basic credentials': BASIC };

const TABLES = [
  'outbox_messages',
  'outbox_attempts',
  'outbox_endpoints',
  'gettzap_messages',
  'marketplace_connections',
];

describe('delivering: secrets', () => {
  let shop: Shop;
  let gettzap: HandMadeGettzap;
  beforeAll(async () => {
    shop = await Shop.open();
    gettzap = await HandMadeGettzap.start();
    await settings(shop, { apiUrl: gettzap.url });
    await shop.accepted('ECHO');
    const request = await gettzap.next();
    expect(request.headers).toMatchObject({ authorization: `Basic ${BASIC}`, 'x-api-key': GETTZAP.apiKey });
    // A receiver that repeats what it was sent, as debugging servers and error pages do.
    request.answer(
      400,
      JSON.stringify({ wrongKey: GETTZAP.apiKey, wrongPassword: GETTZAP.password, ...request.headers }),
      {
        'X-Seen-Key': GETTZAP.apiKey,
        'X-Seen-Authorization': `Basic ${BASIC}`,
        'Set-Cookie': 'session=of-gettzap',
      },
    );
    await noticeEventually(shop, 'ECHO', { state: 'dead' });
  });
  afterAll(async () => {
    await shop.close();
    await gettzap.close();
  });

  const answers = async () => {
    const { id } = await noticeEventually(shop, 'ECHO', {});
    const { id: orderId } = (await shop.admin.get('/orders')).body.data[0];
    const { id: externalOrderId } = (await shop.admin.get('/external-orders')).body.data[0];
    const { id: messageId } = (await shop.admin.get('/gettzap-messages')).body.data[0];
    const paths = [
      `/gettzap-notifications`,
      `/gettzap-notifications/${id}`,
      `/gettzap-messages`,
      `/gettzap-messages/${messageId}`,
      `/marketplace-connections`,
      `/marketplace-connections/${shop.connectionId}`,
      `/marketplace-connections/${shop.connectionId}/delivery`,
      `/orders/${orderId}`,
      `/external-orders/${externalOrderId}`,
    ];
    const read = await Promise.all(paths.map((path) => shop.admin.get(path)));
    expect(read.map(({ status }) => status)).toEqual(paths.map(() => 200));
    const changed = await settings(shop, { password: GETTZAP.password, apiKey: GETTZAP.apiKey });
    return JSON.stringify([...read, changed].map(({ body, headers }) => [body, [...headers]]));
  };

  it.each(Object.entries(SECRETS))('the %s is in no answer of the service', async (_, secret) => {
    expect(await answers()).not.toContain(secret);
  });

  it.each(Object.entries(SECRETS))('the %s is in no row of the database in clear', async (_, secret) => {
    for (const table of TABLES) {
      const rows = await sql(shop, `SELECT * FROM ${table}`);
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toContain(secret);
    }
  });

  it('an attempt shows its request and answer all the same, with stars in place of the secrets', async () => {
    const { attempts } = await noticeEventually(shop, 'ECHO', {});
    const { request, response } = attempts[0];
    expect(request.headers).toMatchObject({ Authorization: '***', 'X-Api-Key': '***' });
    expect(JSON.parse(response.body)).toMatchObject({
      wrongKey: '***',
      wrongPassword: '***',
      authorization: '***',
      'x-api-key': '***',
      'content-type': 'application/json',
    });
    expect(response.headers).toMatchObject({
      'x-seen-key': '***',
      'x-seen-authorization': '***',
      'set-cookie': '***',
    });
  });
});
