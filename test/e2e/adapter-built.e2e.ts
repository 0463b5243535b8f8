import { ApiClient } from '../support/api-client.js';
import { createDatabase, TestDatabase } from '../support/engine.js';
import { Program } from '../support/program.js';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' };

describe('adapter expressions in the built program', () => {
  let database: TestDatabase;
  let program: Program | undefined;
  beforeAll(async () => {
    database = await createDatabase();
    program = await Program.start({
      ...database.env,
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      MIGRATE_ON_START: 'true',
    });
  });
  afterAll(async () => {
    await program?.kill('SIGTERM');
    await database.drop();
  });

  it('are evaluated, stopped, and evaluated again; the service ends as ever', async () => {
    const admin = ApiClient.basic(`${program!.url}/api`, ADMIN.email, ADMIN.password);
    const { id } = (await admin.post('/marketplace-connections', { marketplace: 'gettzap' })).body;
    const tryOut = async (expression: string, headers = {}) => {
      const input = { direction: 'inbound', expression, sample: { a: 1 } };
      return (await admin.call('POST', `/marketplace-connections/${id}/adapter/try`, input, headers)).body;
    };
    expect(await tryOut('a + 1')).toMatchObject({ ok: true, result: 2 });
    expect(await tryOut('$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)')).toMatchObject({ ok: false });
    expect(await tryOut('$pad("x", 5e8)')).toMatchObject({ ok: false });
    expect(await tryOut('a + 2')).toMatchObject({ ok: true, result: 3 });
    // The end comes while the process for expressions is stuck in one; a slow machine may not have got so far.
    const stuck = tryOut('$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)', {
      Connection: 'close',
    }).catch(() => undefined);
    await sleep(300);
    expect(await program!.kill('SIGTERM')).toBe(0);
    await stuck;
  });
});
