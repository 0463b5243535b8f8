import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';
import { readConfig, warningsOf } from './environment.js';

const KEY = Buffer.alloc(32, 7).toString('base64');
const OLD_KEYS = [8, 9].map((fill) => Buffer.alloc(32, fill).toString('base64'));
const SERVER = { DATABASE_URL: 'mysql://shop:secret@db:3306/partsdesk', SECRET_KEY: KEY };

let DATA_DIR: string;
beforeEach(() => {
  DATA_DIR = mkdtempSync(join(tmpdir(), 'partsdesk-config-'));
});
afterEach(() => rmSync(DATA_DIR, { recursive: true, force: true }));

const read = (env: Record<string, string> = {}) => readConfig({ DATA_DIR, ...env });

function errorOf(env: Record<string, string>): string {
  try {
    read(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('It was taken.');
}

describe('settings without any variable', () => {
  it('are those of a trial on the embedded database', () => {
    expect(read()).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: DATA_DIR,
      secretKeys: [expect.any(Buffer)],
      publicUrl: 'http://localhost:3000',
      gettzapApiUrl: '',
      allowPrivateTargets: true,
      trial: true,
      trustProxy: false,
      mailFrom: '',
      priceListMegabytes: 300,
      retentionDays: 90,
      sandboxPort: 3001,
      migrateOnStart: true,
      logLevel: 'info',
      webhookRateLimit: 100,
    });
  });

  it('take no calls from other machines in trial mode, unless HOST says so', () => {
    expect(read({ HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
    expect(read({ TRIAL: 'false' }).host).toBe('0.0.0.0');
    expect(read({ ...SERVER, TRIAL: 'true' }).host).toBe('127.0.0.1');
  });

  it('keep the database under ./data', () => {
    expect(readConfig({ SECRET_KEY: KEY }).dataDir).toBe('./data');
  });

  it('treat a variable that is set to nothing as one that is not set', () => {
    const names = ['PORT', 'HOST', 'DATABASE_URL', 'SECRET_KEY', 'TRIAL', 'PUBLIC_URL', 'LOG_LEVEL', 'ADMIN_PASSWORD'];
    const { secretKeys, ...settings } = read(Object.fromEntries(names.map((name) => [name, ''])));
    const { secretKeys: kept, ...plain } = read();
    expect(settings).toEqual(plain);
    expect(secretKeys).toEqual(kept);
  });
});

describe('settings that follow from others', () => {
  it('with a database server: no trial, no migrations on start, no calls into the private network', () => {
    const { databaseUrl, trial, migrateOnStart, allowPrivateTargets } = read(SERVER);
    expect(databaseUrl).toBe(SERVER.DATABASE_URL);
    expect({ trial, migrateOnStart, allowPrivateTargets }).toEqual({
      trial: false,
      migrateOnStart: false,
      allowPrivateTargets: false,
    });
  });

  it('in production: no trial and no calls into the private network, also on the embedded database', () => {
    expect(read({ NODE_ENV: 'production' })).toMatchObject({
      trial: false,
      allowPrivateTargets: false,
      migrateOnStart: true,
    });
  });

  it('give way to what is set', () => {
    const wanted = { TRIAL: 'true', ALLOW_PRIVATE_TARGETS: 'true', MIGRATE_ON_START: 'true' };
    expect(read({ ...SERVER, ...wanted })).toMatchObject({
      trial: true,
      allowPrivateTargets: true,
      migrateOnStart: true,
    });
  });

  it('the address of the order links follows the port', () => {
    expect(read({ PORT: '8080' }).publicUrl).toBe('http://localhost:8080');
    expect(read({ PORT: '8080', PUBLIC_URL: 'https://parts.example.com/' }).publicUrl).toBe(
      'https://parts.example.com',
    );
  });
});

describe('a variable that is right', () => {
  it.each([
    ['PORT', '0', 'port', 0],
    ['PORT', '65535', 'port', 65_535],
    ['HOST', '127.0.0.1', 'host', '127.0.0.1'],
    ['DATABASE_URL', 'mariadb://shop@db/partsdesk', 'databaseUrl', 'mariadb://shop@db/partsdesk'],
    ['DATABASE_URL', 'mysql://shop@db/partsdesk?tls=true', 'databaseUrl', 'mysql://shop@db/partsdesk?tls=true'],
    [
      'DATABASE_URL',
      'mysql://shop@10.0.0.7/partsdesk?tls=false',
      'databaseUrl',
      'mysql://shop@10.0.0.7/partsdesk?tls=false',
    ],
    // As browsers write it in `Origin`; in capitals it would pass for one without https, and its cookies be sent without.
    ['PUBLIC_URL', 'HTTPS://Parts.Example.com:443/', 'publicUrl', 'https://parts.example.com'],
    ['PUBLIC_URL', 'https://запчасти.рф', 'publicUrl', 'https://xn--80aatg7anh1b.xn--p1ai'],
    ['GETTZAP_API_URL', 'https://api.example.com/', 'gettzapApiUrl', 'https://api.example.com'],
    ['ALLOW_PRIVATE_TARGETS', '1', 'allowPrivateTargets', true],
    ['TRIAL', 'FALSE', 'trial', false],
    ['SANDBOX_PORT', '3005', 'sandboxPort', 3005],
    ['MIGRATE_ON_START', '0', 'migrateOnStart', false],
    ['LOG_LEVEL', 'debug', 'logLevel', 'debug'],
    ['WEBHOOK_RATE_LIMIT', '0', 'webhookRateLimit', 0],
    ['ADMIN_EMAIL', 'owner@example.com', 'adminEmail', 'owner@example.com'],
    ['PORT', ' 8080 ', 'port', 8080],
    ['TRUST_PROXY', '127.0.0.1', 'trustProxy', '127.0.0.1'],
    ['TRUST_PROXY', '10.0.0.0/8, ::1,fd00::/8', 'trustProxy', '10.0.0.0/8, ::1,fd00::/8'],
    ['TRUST_PROXY', 'true', 'trustProxy', true],
    ['TRUST_PROXY', '0', 'trustProxy', false],
    ['RETENTION_DAYS', '36500', 'retentionDays', 36_500],
  ] as const)('%s=%j is taken', (name, value, setting, expected) => {
    expect(read({ SECRET_KEY: KEY, [name]: value })[setting]).toBe(expected);
  });

  it('ADMIN_PASSWORD is taken with ADMIN_EMAIL', () => {
    const admin = { ADMIN_EMAIL: 'owner@example.com', ADMIN_PASSWORD: 'long enough' };
    expect(read(admin)).toMatchObject({ adminEmail: 'owner@example.com', adminPassword: 'long enough' });
  });

  it('SECRET_KEY encrypts, SECRET_KEYS_OLD only decrypt', () => {
    const { secretKeys } = read({ SECRET_KEY: KEY, SECRET_KEYS_OLD: OLD_KEYS.join(', ') });
    expect(secretKeys.map((key) => key.toString('base64'))).toEqual([KEY, ...OLD_KEYS]);
  });
});

describe('a variable that is wrong or missing stops the start with one line that names it', () => {
  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3000x'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'postgres://shop@db/partsdesk'],
    ['DATABASE_URL', 'mysql://db'],
    ['DATABASE_URL', 'db:3306'],
    ['SECRET_KEY', 'short'],
    ['SECRET_KEY', Buffer.alloc(31).toString('base64')],
    ['SECRET_KEY', Buffer.alloc(33).toString('base64')],
    ['SECRET_KEYS_OLD', `${KEY},short`],
    ['PUBLIC_URL', 'parts.example.com'],
    ['PUBLIC_URL', 'ftp://parts.example.com'],
    ['PUBLIC_URL', 'https://example.com/partsdesk'],
    ['PUBLIC_URL', 'https://parts.example.com/?from=gettzap'],
    ['PUBLIC_URL', 'https://parts.example.com#orders'],
    ['PUBLIC_URL', 'https://shop@parts.example.com'],
    ['TRUST_PROXY', '1'],
    ['TRUST_PROXY', 'abc'],
    ['TRUST_PROXY', '10.0.0.0/99'],
    ['TRUST_PROXY', '10.0.0.1,'],
    ['SMTP_URL', 'smtp://user:50%@mail.example.com'],
    ['RETENTION_DAYS', '36501'],
    ['GETTZAP_API_URL', 'javascript:alert(1)'],
    ['ADMIN_EMAIL', 'owner'],
    ['ADMIN_EMAIL', 'the owner@example.com'],
    ['ALLOW_PRIVATE_TARGETS', 'yes'],
    ['TRIAL', 'maybe'],
    ['SANDBOX_PORT', '70000'],
    ['MIGRATE_ON_START', '2'],
    ['LOG_LEVEL', 'loud'],
    ['WEBHOOK_RATE_LIMIT', '-1'],
    ['WEBHOOK_RATE_LIMIT', 'off'],
  ])('%s=%s', (name, value) => {
    const line = errorOf({ ...(name === 'DATABASE_URL' && { SECRET_KEY: KEY }), [name]: value });
    expect(line).toMatch(new RegExp(`^${name} is wrong: it must be .+\\.$`));
    expect(line).not.toContain('\n');
  });

  it('ALLOW_PRIVATE_TARGETS that keeps the trial from its own sandbox', () => {
    expect(errorOf({ ALLOW_PRIVATE_TARGETS: 'false' })).toMatch(/^ALLOW_PRIVATE_TARGETS is false: .+ TRIAL=false\.$/);
    expect(read({ ALLOW_PRIVATE_TARGETS: 'false', TRIAL: 'false' }).allowPrivateTargets).toBe(false);
  });

  it('ADMIN_PASSWORD that is one of the most used', () => {
    const line = errorOf({ ADMIN_EMAIL: 'owner@example.com', ADMIN_PASSWORD: 'qwertyuiop' });
    expect(line).toBe('ADMIN_PASSWORD is wrong: it is one of the most used passwords.');
  });

  it('ADMIN_PASSWORD that is too short, without showing it', () => {
    const line = errorOf({ ADMIN_EMAIL: 'owner@example.com', ADMIN_PASSWORD: 'tooshor' });
    expect(line).toMatch(/^ADMIN_PASSWORD is wrong/);
    expect(line).not.toContain('tooshor');
  });

  it('ADMIN_PASSWORD without ADMIN_EMAIL', () => {
    expect(errorOf({ ADMIN_PASSWORD: 'long enough' })).toMatch(/^ADMIN_EMAIL is missing/);
  });

  it('DATABASE_URL without SECRET_KEY, without showing the password of the address', () => {
    const line = errorOf({ DATABASE_URL: SERVER.DATABASE_URL });
    expect(line).toMatch(/^SECRET_KEY is missing/);
    expect(line).not.toContain('secret@');
  });

  it.each([
    ['?ssl=true&sslmode=verify', 'ssl, sslmode'],
    ['?tls=yes', 'tls'],
    ['?tls=false&ca=/nowhere/ca.pem', 'ca'],
    ['?ca=/nowhere/ca.pem', '/nowhere/ca.pem'],
    [`?ca=${__filename}`, 'PEM'],
  ])('DATABASE_URL with %s, naming what is wrong of it', (parameters, named) => {
    const line = errorOf({ ...SERVER, DATABASE_URL: SERVER.DATABASE_URL + parameters });
    expect(line).toMatch(/^DATABASE_URL is wrong: /);
    expect(line).toContain(named);
    expect(line).not.toContain('secret');
  });

  it('DATABASE_URL with a per cent sign that stands for itself, saying how it is written', () => {
    const line = errorOf({ ...SERVER, DATABASE_URL: 'mysql://shop:50%secret@db/partsdesk' });
    expect(line).toMatch(/^DATABASE_URL is wrong: .*%25/);
    expect(line).not.toContain('secret');
  });

  it('DATABASE_URL with TLS to an IP address, which no certificate is checked against', () => {
    expect(errorOf({ ...SERVER, DATABASE_URL: 'mysql://shop@10.0.0.7/partsdesk?tls=true' })).toMatch(/IP address/);
  });

  it('DATA_DIR that is no directory', () => {
    const file = join(DATA_DIR, 'file');
    writeFileSync(file, '');
    const line = errorOf({ DATA_DIR: file });
    expect(line).toMatch(/^DATA_DIR cannot be used: /);
    expect(line).not.toContain('\n');
  });

  it('DATA_DIR whose key file was spoilt', () => {
    writeFileSync(join(DATA_DIR, 'secret.key'), 'half a k');
    expect(errorOf({})).toMatch(/^DATA_DIR cannot be used: .*secret\.key/);
  });
});

describe('the key of the embedded database', () => {
  it('is made once, is kept, and is readable by its owner only', () => {
    const [first] = read().secretKeys;
    const [second] = read().secretKeys;
    expect(first).toHaveLength(32);
    expect(second).toEqual(first);
    expect(readdirSync(DATA_DIR)).toEqual(['secret.key']);
    expect(statSync(join(DATA_DIR, 'secret.key')).mode & 0o777).toBe(0o600);
  });

  // As a full disk answers: a start that systemd repeats would leave thousands of drafts, and commands that only read would fail.
  (existsSync('/dev/full') ? it : it.skip)(
    'needs no room on the disk once it is made, and leaves no draft where there is none',
    () => {
      const fillDisk = () => symlinkSync('/dev/full', join(DATA_DIR, `secret.key.${process.pid}`));
      fillDisk();
      expect(errorOf({})).toMatch(/^DATA_DIR cannot be used: ENOSPC/);
      expect(readdirSync(DATA_DIR)).toEqual([]);
      const [key] = read().secretKeys;
      fillDisk();
      expect(read().secretKeys).toEqual([key]);
    },
  );

  it('is another one in each directory', () => {
    const elsewhere = join(DATA_DIR, 'made', 'for', 'it');
    expect(read({ DATA_DIR: elsewhere }).secretKeys).not.toEqual(read().secretKeys);
  });

  it('is not made when one is given', () => {
    read({ SECRET_KEY: KEY });
    expect(readdirSync(DATA_DIR)).toEqual([]);
  });
});

describe('in production', () => {
  const warnings = (env: Record<string, string>) => warningsOf(read(env), env);

  it.each([
    [{}, /^PUBLIC_URL is not set: order links begin with http:\/\/localhost:3000.*plain http\.$/],
    [{ PUBLIC_URL: 'http://parts.example.com' }, /^PUBLIC_URL does not begin with https/],
    [{ PUBLIC_URL: 'https://192.168.0.5' }, /^PUBLIC_URL is an inner address: .*192\.168\.0\.5.*cannot reach\.$/],
  ])('%j is warned about', (env, line) => {
    expect(warnings({ ...env, NODE_ENV: 'production' })).toEqual([expect.stringMatching(line)]);
    expect(warnings(env as Record<string, string>)).toEqual([]);
  });

  it('TRUST_PROXY=true is warned about, since callers then choose the address that they are limited by', () => {
    const env = { PUBLIC_URL: 'https://parts.example.com', NODE_ENV: 'production', TRUST_PROXY: 'true' };
    expect(warnings(env)).toEqual([expect.stringMatching(/^TRUST_PROXY is true: /)]);
  });

  it('an https address is not', () => {
    expect(warnings({ PUBLIC_URL: 'https://parts.example.com', NODE_ENV: 'production' })).toEqual([]);
  });
});
