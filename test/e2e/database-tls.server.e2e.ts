import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { makeDataSource, serverOptions } from '../../src/platform/database/data-source.js';
import { waitForDatabase } from '../../src/platform/database/server-driver.js';
import { BASE_DIR, PrivateMariadb, startPrivateMariadb } from '../support/private-mariadb.mjs';

/** A certificate authority, and a certificate of it for a server of that name. */
function issue(dir: string, authority: string, host: string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-subj',
    `/CN=${authority}`,
    '-keyout',
    `${authority}.key`,
    '-out',
    `${authority}.pem`,
  );
  openssl('req', ...newKey.slice(0, -2), '-subj', `/CN=${host}`, '-keyout', 'server.key', '-out', 'server.csr');
  writeFileSync(join(dir, 'names'), `subjectAltName=DNS:${host}`);
  const signed = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'server.csr', ...signed, '-days', '2', '-out', 'server.pem');
}

async function serverWith(dir: string): Promise<PrivateMariadb> {
  const server = await startPrivateMariadb({
    args: [`--ssl-cert=${join(dir, 'server.pem')}`, `--ssl-key=${join(dir, 'server.key')}`],
  });
  const connection = await createConnection({ host: '127.0.0.1', port: server.port, user: 'root' });
  await connection.query('CREATE DATABASE shop');
  await connection.query(`CREATE USER careful@'%' IDENTIFIED BY 'p@ss:w/rd?' REQUIRE SSL`);
  await connection.query(`GRANT ALL ON shop.* TO careful@'%'`);
  await connection.end();
  return server;
}

describe('a connection to the database by TLS', () => {
  let dir: string;
  let server: PrivateMariadb;
  beforeAll(async () => {
    dir = mkdtempSync(join(BASE_DIR, 'partsdesk-tls-'));
    issue(dir, 'ours', 'localhost');
    server = await serverWith(dir);
    issue(dir, 'theirs', 'localhost');
  });
  afterAll(async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const address = (parameters: string) =>
    `mysql://careful:${encodeURIComponent('p@ss:w/rd?')}@localhost:${server.port}/shop${parameters}`;

  it('is encrypted for every connection of the service when DATABASE_URL names the certificate authority', async () => {
    const dataSource = await makeDataSource(await serverOptions([], address(`?ca=${dir}/ours.pem`))).initialize();
    const ciphers = await Promise.all(
      Array.from({ length: 5 }, () => dataSource.query<Array<{ Value: string }>>(`SHOW STATUS LIKE 'Ssl_cipher'`)),
    );
    await dataSource.destroy();
    for (const [row] of ciphers) expect(row!.Value).toMatch(/AES|CHACHA/);
  });

  it.each([
    ['another authority', `?tls=true&ca=DIR/theirs.pem`, /certificate/],
    ['no authority but those of the system', '?tls=true', /certificate/],
  ])('is refused at once where the server’s certificate is of %s, naming DATABASE_URL', async (_, parameters, why) => {
    const refused = waitForDatabase(address(parameters.replace('DIR', dir)));
    await expect(refused).rejects.toThrow(/^DATABASE_URL cannot be used: the server’s certificate is refused: /);
    await expect(refused).rejects.toThrow(why);
    await expect(refused).rejects.not.toThrow(/p@ss|p%40ss/);
  });

  it('is refused where the certificate is of another server', async () => {
    const other = mkdtempSync(join(dir, 'other-'));
    issue(other, 'ours', 'db.example.com');
    const otherServer = await serverWith(other);
    try {
      const url = address(`?ca=${other}/ours.pem`).replace(String(server.port), String(otherServer.port));
      await expect(waitForDatabase(url)).rejects.toThrow(/DATABASE_URL cannot be used: .*altnames/);
    } finally {
      await otherServer.stop();
    }
  });

  it('without TLS such an account is refused by the server', async () => {
    await expect(waitForDatabase(address(''))).rejects.toThrow(/^DATABASE_URL cannot be used: Access denied/);
  });
});
