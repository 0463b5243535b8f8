import { EntityManager } from 'typeorm';
import { ApiClient } from '../support/api-client.js';
import { HOUR, later } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { putClockBack, runJob } from '../support/jobs.js';
import { MailCatcher, textOf } from '../support/mail-catcher.js';
import { addPerson, Person } from '../support/people.js';
import { EmailService } from '../../src/people/email/email.service.js';
import { OutboxMessage } from '../../src/outbox/outbox-message.entity.js';
import { OutboxWorker } from '../../src/outbox/outbox-worker.service.js';
import { EmailGathering } from '../../src/people/manager-notifications/email-gathering.job.js';
import { ManagerNotification } from '../../src/people/manager-notifications/manager-notification.entity.js';
import { openReplica } from '../support/replica.js';
import { Shop } from '../support/shop.js';
import { sql, stored } from '../support/stored.js';

const KNOWN_AFTER_MS = 2_100;
const GATHERED_MS = 31_000;
const FIRST_RETRY_MS = 7_000;
/** A sign-in that must not be made would be made by then. */
const A_MOMENT_MS = 300;

/** The scheduled job comes by. */
const gather = (shop: Pick<Shop, 'app'>): Promise<void> => runJob(shop, 'email-gathering');

/** Lets the time pass in which messages are gathered, and the job come by. */
async function gatherLater(shop: Shop, ms = GATHERED_MS): Promise<void> {
  shop.clock.advance(ms);
  await gather(shop);
}

describe('e-mails to managers', () => {
  let shop: Shop;
  let catcher: MailCatcher;
  let manager: Person;

  beforeAll(async () => {
    catcher = await MailCatcher.open();
    shop = await Shop.open({ SMTP_URL: catcher.url, MAIL_FROM: 'Магазин <orders@shop.example>' });
    const quiet = Object.fromEntries(
      ['cancelled_by_client', 'conflict', 'needs_attention', 'delivery_given_up'].map((kind) => [
        kind,
        { email: false },
      ]),
    );
    await shop.admin.patch('/auth/me/notifications', { kinds: quiet });
    manager = await addPerson(shop, 'manager', ['manager']);
    await manager.client.patch('/auth/me/notifications', { kinds: { external_order_received: { email: true } } });
    shop.clock.advance(KNOWN_AFTER_MS);
  });
  afterAll(async () => {
    await shop.close();
    await catcher.close();
  });
  beforeEach(() => catcher.mails.splice(0));

  const mails = () => catcher.to(manager.email);
  const deliveries = () =>
    stored(shop)
      .getRepository(OutboxMessage)
      .find({ where: { channel: 'email' }, order: { id: 'ASC' } });
  const arrive = async (count: number) => {
    await eventually(async () => {
      expect(mails()).toHaveLength(count);
      // Were the clock put forward before that is written down, it would count as interrupted and be sent again.
      expect((await deliveries()).map(({ state }) => state)).not.toContain('sending');
    });
  };

  it('gathers a burst into one e-mail, escaped, and sends it once', async () => {
    await shop.receive('<b>EM-1</b>');
    await shop.receive('EM-2');
    await shop.receive('EM-3');
    await gather(shop);
    expect(await deliveries()).toEqual([]);
    await gatherLater(shop);
    await arrive(1);
    const text = textOf(mails()[0]!);
    for (const id of ['Новый заказ <b>EM-1</b>', 'Новый заказ EM-2', 'Новый заказ EM-3']) expect(text).toContain(id);
    expect(text).toContain('>Новый заказ &lt;b&gt;EM-1&lt;/b&gt;</a></strong>');
    expect(mails()[0]).toMatchObject({ from: 'orders@shop.example' });
    await gatherLater(shop);
    await eventually(async () => expect((await deliveries()).map(({ state }) => state)).toEqual(['delivered']));
    expect(catcher.mails).toHaveLength(1);
  });

  describe('about a change that is held', () => {
    let statusId: string;
    const mailOf = (kinds: { received: boolean; status: boolean }) =>
      manager.client.patch('/auth/me/notifications', {
        kinds: { external_order_received: { email: kinds.received }, items_in_status: { email: kinds.status } },
      });
    const set = ({ items }: { items: Array<{ id: string }> }, hold: number) =>
      shop.admin.post('/order-items/status', { itemIds: items.map(({ id }) => id), statusId, hold });
    beforeAll(async () => {
      statusId = shop.statuses['Готово к выдаче']!;
      await shop.admin.patch(`/order-statuses/${statusId}`, { notifyManager: true });
    });
    afterAll(() => mailOf({ received: true, status: false }));

    it('waits for the end of a hold', async () => {
      await mailOf({ received: false, status: true });
      await set(await shop.accepted('EM-H'), 120);
      const made = (await deliveries()).length;
      await gatherLater(shop, 119_000);
      expect(await deliveries()).toHaveLength(made);
      await gatherLater(shop, 1_000);
      await arrive(1);
    });

    it('is not pulled into the e-mail of another message', async () => {
      await mailOf({ received: true, status: true });
      const { body } = await set(await shop.accepted('EM-P'), 3_600);
      await gatherLater(shop);
      await arrive(1);
      expect(textOf(mails()[0]!)).toContain('Новый заказ EM-P');
      expect(textOf(mails()[0]!)).not.toContain('Готово к выдаче');
      expect((await shop.admin.post(`/undo/${body.undo.token}`)).status).toBe(200);
    });

    it('is told neither early nor never where the clock is put back', async () => {
      await mailOf({ received: false, status: true });
      await set(await shop.accepted('EM-B'), 3_600);
      const made = (await deliveries()).length;
      const putBack = async (ms: number) => {
        await putClockBack(shop, ms);
        await shop.app.get(EmailGathering).mend();
        await gather(shop);
        expect(await deliveries()).toHaveLength(made);
      };
      await putBack(10_000);
      await putBack(48 * HOUR);
      await gatherLater(shop, HOUR);
      await arrive(1);
      shop.clock.advance(48 * HOUR);
    });
  });

  it('makes one e-mail of a burst also where several replicas gather', async () => {
    const mail = { SMTP_URL: catcher.url, MAIL_FROM: 'orders@shop.example' };
    const replicas = [await openReplica(shop, mail), await openReplica(shop, mail)];
    try {
      const made = (await deliveries()).length;
      for (let round = 1; round <= 3; round++) {
        await Promise.all([1, 2, 3, 4].map((each) => shop.receive(`EM-R${round}-${each}`)));
        shop.clock.advance(GATHERED_MS);
        await Promise.all([shop, ...replicas].map(gather));
        await arrive(round);
      }
      await Promise.all([shop, ...replicas].map(gather));
      expect(await deliveries()).toHaveLength(made + 3);
      expect(mails()).toHaveLength(3);
    } finally {
      await Promise.all(replicas.map(({ close }) => close()));
    }
  });

  it('says nothing of a region that its reader no longer sees', async () => {
    const made = (await deliveries()).length;
    const { id } = (await shop.admin.post('/regions', { name: 'Юг' })).body;
    await shop.receive('EM-elsewhere');
    await shop.admin.patch(`/users/${manager.id}`, { regionIds: [id] });
    await gatherLater(shop);
    await shop.admin.patch(`/users/${manager.id}`, { regionIds: [] });
    await gatherLater(shop);
    expect(await deliveries()).toHaveLength(made);
  });

  describe('that waits is cancelled, and says why, where its reader meanwhile', () => {
    let reader: Person;
    let count = 0;
    /** An e-mail of theirs that the mail server put off, and what became of it after the change. */
    const fateAfter = async (change: () => Promise<unknown>) => {
      catcher.refusals.push(451, 451);
      await shop.receive(`EM-F${count}`);
      await gatherLater(shop);
      await eventually(async () => expect((await ofReader()).countedAttempts).toBe(1));
      await change();
      shop.clock.advance(FIRST_RETRY_MS);
      await runJob(shop, 'outbox');
      await eventually(async () => expect((await ofReader()).state).toBe('cancelled'));
      await arrive(1); // else the refusals of several such tests open the circuit breaker of the mail server
      expect(catcher.to(reader.email)).toEqual([]);
      const { id } = await ofReader();
      const { state, reason, attemptCount, attempts } = (await shop.admin.get(`/gettzap-notifications/${id}`)).body;
      expect([state, attemptCount, attempts.at(-1).errorCode]).toEqual(['cancelled', 1, reason]);
      return reason;
    };
    const ofReader = async () => (await deliveries()).filter(({ subject }) => subject === reader.email).at(-1)!;
    const set = (change: object) => shop.admin.patch(`/users/${reader.id}`, change);
    beforeEach(async () => {
      reader = await addPerson(shop, `reader${++count}`, ['manager']);
      await reader.client.patch('/auth/me/notifications', { kinds: { external_order_received: { email: true } } });
      shop.clock.advance(KNOWN_AFTER_MS);
    });
    afterEach(() => set({ isActive: false }));

    it('was blocked', async () => {
      expect(await fateAfter(() => set({ isActive: false }))).toBe('recipient_blocked');
    });

    it('has another address', async () => {
      expect(await fateAfter(() => set({ email: `moved${count}@example.com` }))).toBe('recipient_address_changed');
    });

    it('no longer sees the region that it tells of', async () => {
      const { id } = (await shop.admin.post('/regions', { name: `Север ${count}` })).body;
      expect(await fateAfter(() => set({ regionIds: [id] }))).toBe('recipient_region_lost');
    });
  });

  it('tries again after 451', async () => {
    catcher.refusals.push(451);
    await shop.receive('EM-4');
    await gatherLater(shop);
    await eventually(async () => {
      const last = (await deliveries()).at(-1)!;
      expect([last.state, last.countedAttempts]).toEqual(['pending', 1]);
    });
    shop.clock.advance(FIRST_RETRY_MS);
    await arrive(1);
    const last = (await deliveries()).at(-1)!;
    expect(mails()[0]!.raw).toContain(`<${last.idempotencyKey}@shop.example>`);
  });

  it('gives up after 550, and tells the administrator in the panel alone', async () => {
    catcher.refusals.push(550);
    await shop.receive('EM-5');
    await gatherLater(shop);
    await eventually(async () => {
      const last = (await deliveries()).at(-1)!;
      expect([last.state, last.reason]).toEqual(['dead', 'rejected_550']);
    });
    const { data } = (await shop.admin.get('/manager-notifications?perPage=200')).body;
    const given = data.filter(({ kind }: { kind: string }) => kind === 'delivery_given_up');
    expect(given).toMatchObject([{ title: 'Почта: не доставлено', connectionId: null }]);
    expect(given[0].text).toContain(manager.email);
    const own = (await manager.client.get('/manager-notifications?perPage=200')).body.data;
    expect(own.filter(({ kind }: { kind: string }) => kind === 'delivery_given_up')).toEqual([]);
    await shop.receive('EM-6');
    await gatherLater(shop);
    await arrive(1);
  });

  it('is seen in the list by an administrator alone, and is sent again from there', async () => {
    const path = '/gettzap-notifications?channel=email';
    const { body: list } = await shop.admin.get(`${path}&state=dead&q=manager@`);
    expect(list.meta.total).toBe(1);
    const [dead] = list.data;
    expect(dead).toMatchObject({
      channel: 'email',
      kind: 'manager_notifications',
      reason: 'rejected_550',
      to: manager.email,
      subject: expect.stringMatching(/./),
      attemptCount: 1,
      nextAttemptAt: null,
    });
    const one = `/gettzap-notifications/${dead.id}`;
    const { body } = await shop.admin.get(one);
    expect(body).toMatchObject({ ...dead, text: expect.stringContaining('EM-5') });
    expect(body.attempts).toMatchObject([{ request: { method: 'SMTP' }, response: { status: 550 } }]);
    expect((await manager.client.get(path)).status).toBe(403);
    expect((await manager.client.get(one)).status).toBe(404);
    for (const filter of ['connectionId=1', 'webhookId=1', 'orderId=1', 'externalOrderId=1', 'regionId=1']) {
      expect([filter, (await shop.admin.get(`${path}&${filter}`)).status]).toEqual([filter, 422]);
    }
    expect((await shop.admin.get(`${path}&q=nobody@`)).body.meta.total).toBe(0);
    const filter = { channel: 'email', state: 'dead' };
    const { body: counted } = await shop.admin.post('/gettzap-notifications/retry', { filter, dryRun: true });
    expect(counted).toMatchObject({ matched: 1, retried: 0, needConfirmation: 1 });
    expect((await shop.admin.post(`${one}/retry`, { force: true })).status).toBe(200);
    await arrive(1);
    await eventually(async () => expect((await shop.admin.get(one)).body.state).toBe('delivered'));
    expect((await shop.admin.post(`${one}/cancel`)).body.code).toBe('already_finished');
  });

  it('a message that cannot be marked as mailed is in no e-mail yet, and later in one', async () => {
    const update = EntityManager.prototype.update;
    let failures = 0;
    const broken = jest.spyOn(EntityManager.prototype, 'update').mockImplementation(function (
      this: EntityManager,
      target,
      criteria,
      change,
    ) {
      if (target === ManagerNotification && (change as { mailAfter?: unknown }).mailAfter === null) {
        failures += 1;
        throw new Error('refused');
      }
      return update.call(this, target, criteria, change);
    });
    const made = (await deliveries()).length;
    await shop.receive('EM-MARK');
    await gatherLater(shop);
    await eventually(() => expect(failures).toBe(1));
    broken.mockRestore();
    expect(await deliveries()).toHaveLength(made);
    await gatherLater(shop, 11 * 60_000);
    await arrive(1);
  });

  it('an e-mail that cannot be made keeps nobody else’s back, and is made later with all its messages', async () => {
    const other = await addPerson(shop, 'other', ['manager']);
    await other.client.patch('/auth/me/notifications', { kinds: { external_order_received: { email: true } } });
    shop.clock.advance(KNOWN_AFTER_MS);
    const email = shop.app.get(EmailService);
    const add = email.add.bind(email);
    let first = '';
    const broken = jest.spyOn(email, 'add').mockImplementation((tx, kind, orderingKey, content) => {
      first ||= content.to;
      if (content.to === first) throw new Error('refused');
      return add(tx, kind, orderingKey, content);
    });
    await shop.receive('EM-LATE');
    await gatherLater(shop);
    await eventually(() => expect(catcher.mails).toHaveLength(1));
    const second = [manager.email, other.email].find((address) => address !== first)!;
    expect([first === '', catcher.to(second).length]).toEqual([false, 1]);
    broken.mockRestore();
    await gatherLater(shop, 11 * 60_000);
    await eventually(() => expect(catcher.to(first)).toHaveLength(1));
    expect(textOf(catcher.to(first)[0]!)).toContain('EM-LATE');
    expect(catcher.mails).toHaveLength(2);
  });
});

describe('the text of an e-mail', () => {
  it('goes with the bodies of what was sent, and is not sent again; what waits or is dead keeps it', async () => {
    const catcher = await MailCatcher.open();
    const shop = await Shop.open({ SMTP_URL: catcher.url, MAIL_FROM: 'orders@shop.example', RETENTION_DAYS: '30' });
    try {
      await shop.admin.patch('/auth/me/notifications', { kinds: { external_order_received: { email: true } } });
      const states = async () =>
        (await stored(shop).find(OutboxMessage, { where: { channel: 'email' }, order: { id: 'ASC' } })).map(
          ({ state }) => state,
        );
      const send = async (id: string, ...expected: string[]) => {
        await shop.receive(id);
        await gatherLater(shop);
        for (let tries = 0; tries < 100 && String(await states()) !== String(expected); tries++)
          await new Promise((resolve) => setTimeout(resolve, A_MOMENT_MS / 10));
        expect(await states()).toEqual(expected);
      };
      await send('EM-OLD', 'delivered');
      catcher.refusals.push(550);
      await send('EM-DEAD', 'delivered', 'dead');
      shop.clock.advance(31 * 24 * HOUR);
      await send('EM-NEW', 'delivered', 'dead', 'delivered');
      const texts = async () => {
        const { data } = (await shop.admin.get('/gettzap-notifications?channel=email&sort=createdAt')).body;
        return Promise.all(
          data.map(async ({ id }: { id: string }) => (await shop.admin.get(`/gettzap-notifications/${id}`)).body.text),
        );
      };
      const kept = (id: string) => expect.stringContaining(id);
      expect(await texts()).toEqual([kept('EM-OLD'), kept('EM-DEAD'), kept('EM-NEW')]);
      await runJob(shop, 'retention');
      expect(await texts()).toEqual(['', kept('EM-DEAD'), kept('EM-NEW')]);
      const rows = await sql(shop, 'SELECT payload FROM outbox_messages ORDER BY id LIMIT 1');
      expect(JSON.stringify(rows)).not.toContain('EM-OLD</a>');

      const sent = catcher.mails.length;
      const [{ id, to }] = (await shop.admin.get('/gettzap-notifications?channel=email&sort=createdAt')).body.data;
      expect(to).toBe('admin@example.com');
      expect((await shop.admin.post(`/gettzap-notifications/${id}/retry`, { force: true })).status).toBe(200);
      await shop.app.get(OutboxWorker).settled();
      const { state, reason } = (await shop.admin.get(`/gettzap-notifications/${id}`)).body;
      expect([state, reason, catcher.mails.length]).toEqual(['cancelled', 'text_removed', sent]);
    } finally {
      await shop.close();
      await catcher.close();
    }
  });
});

describe('a test letter', () => {
  let shop: Shop;
  let catcher: MailCatcher;
  beforeAll(async () => {
    catcher = await MailCatcher.open();
    shop = await Shop.open({ SMTP_URL: catcher.url, MAIL_FROM: 'orders@shop.example' });
  });
  afterAll(async () => {
    await shop.close();
    await catcher.close();
  });

  const lastSentAt = async () => (await shop.admin.get('/system')).body.email.lastSentAt;
  const actions = async () =>
    (await shop.admin.get('/audit?subject=email&sort=createdAt')).body.data.map(
      ({ action }: { action: string }) => action,
    );

  it('that is refused is told as the mail server said it, and proves nothing', async () => {
    catcher.refusals.push(550);
    const { status, body } = await shop.admin.post('/email/test');
    expect([status, body]).toMatchObject([
      200,
      {
        isTaken: false,
        to: 'admin@example.com',
        errorCode: '',
        response: { status: 550, body: expect.stringMatching(/refused by the test/) },
      },
    ]);
    expect([catcher.mails.length, await lastSentAt(), await actions()]).toEqual([0, null, ['test_letter_refused']]);
  });

  it('goes to who asks, signed by the product, and counts as sent', async () => {
    shop.clock.advance(1_000);
    const { body } = await shop.admin.post('/email/test');
    expect(body).toMatchObject({ isTaken: true, to: 'admin@example.com', response: { status: 250 } });
    expect(textOf(catcher.to('admin@example.com')[0]!)).toMatch(/partsdesk: http:.*\nПисьмо отправлено кнопкой/);
    expect([await lastSentAt(), (await actions()).at(-1)]).toEqual([shop.clock.now().toISOString(), 'test_letter']);
  });

  it('is none of an API key, which has no mailbox', async () => {
    const { key } = (await shop.admin.post('/api-keys', { name: '1С', roles: ['admin'] })).body;
    const program = new ApiClient(`${shop.url}/api`, { Authorization: `Bearer ${key}` });
    expect((await program.post('/email/test')).status).toBe(403);
  });
});

it('who asks for the first test letter while another one does gets it, too', async () => {
  const catcher = await MailCatcher.open();
  const shop = await Shop.open({ SMTP_URL: catcher.url, MAIL_FROM: 'orders@shop.example' });
  try {
    const answers = await Promise.all(Array.from({ length: 4 }, () => shop.admin.post('/email/test')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  } finally {
    await shop.close();
    await catcher.close();
  }
});

describe('the sign-in at the mail server', () => {
  it('pauses when it is refused, without losing the e-mail', async () => {
    const catcher = await MailCatcher.open(true);
    catcher.isPasswordWrong = true;
    const signIn = catcher.url.replace('smtp://', 'smtp://shop:secret-word@');
    const shop = await Shop.open({ SMTP_URL: signIn, MAIL_FROM: 'orders@shop.example' });
    try {
      await shop.admin.patch('/auth/me/notifications', { kinds: { external_order_received: { email: true } } });
      await shop.receive('EM-10');
      await gatherLater(shop);
      const paused = async () =>
        (await shop.admin.get('/manager-notifications')).body.data.filter(
          ({ kind }: { kind: string }) => kind === 'connection_paused',
        );
      await eventually(async () => expect(await paused()).toHaveLength(1));
      await later(shop, 3_600_000);
      await new Promise((resolve) => setTimeout(resolve, A_MOMENT_MS));
      expect(catcher.signIns).toBe(1);
      const [delivery] = await stored(shop).findBy(OutboxMessage, { channel: 'email' });
      expect([delivery!.state, delivery!.countedAttempts]).toEqual(['pending', 0]);
      const [[attempt]] = [await sql(shop, 'SELECT request, response FROM outbox_attempts')];
      expect(JSON.stringify(attempt)).not.toContain('secret-word');
      const { email } = (await shop.admin.get('/system')).body;
      const pause = { state: 'paused', reason: 'unauthorized_535', since: expect.any(String), waiting: 1 };
      expect(email).toMatchObject({ isConfigured: true, ...pause });
      catcher.isPasswordWrong = false;
      const resumed = await shop.admin.post('/email/resume');
      expect(resumed).toMatchObject({
        status: 200,
        body: { isConfigured: true, state: 'ok', reason: '', since: null },
      });
      await eventually(() => expect(catcher.mails).toHaveLength(1));
      const { data } = (await shop.admin.get('/audit?subject=email')).body;
      expect(data).toMatchObject([{ action: 'resume' }]);
    } finally {
      await shop.close();
      await catcher.close();
    }
  });
});

describe('without a mail server', () => {
  it('a test letter says that there is none', async () => {
    const shop = await Shop.open();
    try {
      const { status, body } = await shop.admin.post('/email/test');
      expect([status, body.code]).toEqual([409, 'mail_server_missing']);
    } finally {
      await shop.close();
    }
  });

  it('enqueues no e-mail', async () => {
    const shop = await Shop.open();
    try {
      await shop.admin.patch('/auth/me/notifications', { kinds: { external_order_received: { email: true } } });
      await shop.receive('EM-20');
      await gatherLater(shop);
      expect(await stored(shop).countBy(OutboxMessage, { channel: 'email' })).toBe(0);
      expect((await shop.admin.get('/manager-notifications')).body.meta.total).toBe(1);
    } finally {
      await shop.close();
    }
  });
});
