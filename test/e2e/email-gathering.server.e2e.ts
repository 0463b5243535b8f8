import { createConnection, Connection } from 'mysql2/promise';
import { OutboxMessage } from '../../src/outbox/outbox-message.entity.js';
import { eventually } from '../support/eventually.js';
import { runJob } from '../support/jobs.js';
import { MailCatcher } from '../support/mail-catcher.js';
import { addPerson, Person } from '../support/people.js';
import { sequencesOf } from '../support/bulk-targets.js';
import { countOnce, stopJobs } from '../support/query-plans.js';
import { Shop } from '../support/shop.js';
import { stored } from '../support/stored.js';

const KNOWN_AFTER_MS = 2_100;
const GATHERED_MS = 31_000;
/** What all users were told of in some days, and what of it waits to be sent to others a little longer. */
const [TOLD, WAITING] = [20_000, 2_000];
const USERS = 40;

describe('the e-mail of a user among many who were told of much', () => {
  let shop: Shop;
  let catcher: MailCatcher;
  let manager: Person;
  let connection: Connection;
  /** Ids of what was told, but for the last one: the server holds the row after a range, too. */
  let [from, to] = [0, 0];
  beforeAll(async () => {
    catcher = await MailCatcher.open();
    shop = await Shop.open({ SMTP_URL: catcher.url, MAIL_FROM: 'orders@shop.example' });
    await stopJobs(shop);
    manager = await addPerson(shop, 'manager', ['manager']);
    await manager.client.patch('/auth/me/notifications', { kinds: { external_order_received: { email: true } } });
    shop.clock.advance(KNOWN_AFTER_MS);
    connection = await createConnection(shop.database.env.DATABASE_URL!);
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    await shop.receive('OLD-1');
    const sequence = await sequencesOf(connection);
    const tell = (count: number, mailAfter: string) =>
      connection.query(
        `INSERT INTO manager_notifications (created_at, user_id, kind, title, text, in_panel, mail_after)
          SELECT one.created_at, IF(times.seq % ${USERS} = 0 AND ${mailAfter} IS NULL, one.user_id, 1000 + times.seq % ${USERS}), one.kind, one.title, one.text, 1, ${mailAfter}
          FROM (SELECT * FROM manager_notifications WHERE user_id = ${manager.id} LIMIT 1) AS one
          JOIN ${sequence(1, count)} AS times`,
      );
    await tell(TOLD, 'NULL');
    await tell(WAITING, 'one.mail_after + INTERVAL 1 HOUR');
    const told = 'SELECT MIN(id) AS `from`, MAX(id) - 1 AS `to` FROM manager_notifications WHERE user_id >= 1000';
    [[{ from, to }]] = (await connection.query(told)) as unknown as [[{ from: number; to: number }]];
    await countOnce(connection, ['manager_notifications']);
  });
  afterAll(async () => {
    await connection.end();
    await shop.close();
    await catcher.close();
  });

  it('is made while what was sent before and what others wait for is held: it holds nothing of that', async () => {
    await shop.receive('NEW-1');
    shop.clock.advance(GATHERED_MS);
    await connection.beginTransaction();
    await connection.query(
      `SELECT id FROM manager_notifications FORCE INDEX (PRIMARY) WHERE id BETWEEN ${from} AND ${to} FOR UPDATE`,
    );
    const isMade = () => stored(shop).getRepository(OutboxMessage).existsBy({ channel: 'email' });
    await runJob(shop, 'email-gathering');
    expect(await isMade()).toBe(true);
    await connection.rollback();
    await eventually(async () => expect(catcher.to(manager.email)).toHaveLength(1));
  });

  it('is one of a burst, where another replica has come to the first message of it only', async () => {
    const emails = () => stored(shop).getRepository(OutboxMessage).countBy({ channel: 'email' });
    const made = await emails();
    for (const id of ['BURST-1', 'BURST-2', 'BURST-3']) await shop.receive(id);
    shop.clock.advance(GATHERED_MS);
    await connection.beginTransaction();
    const [{ id }] = await stored(shop).query(
      `SELECT MIN(id) AS id FROM manager_notifications WHERE user_id = ${manager.id} AND mail_after IS NOT NULL`,
    );
    await connection.query('SELECT id FROM manager_notifications WHERE id = ? FOR UPDATE', [id]);
    await runJob(shop, 'email-gathering');
    expect(await emails()).toBe(made);
    await connection.rollback();
    await runJob(shop, 'email-gathering');
    expect(await emails()).toBe(made + 1);
  });
});
