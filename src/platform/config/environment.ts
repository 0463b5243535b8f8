import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import ipaddr from 'ipaddr.js';
import { weaknessOf } from '../secrets/password-rules.js';
import { publicReach } from '../http/public-reach.js';
import { AppConfig } from './app-config.js';
import { ConfigError } from './config-error.js';
import { dataDirOf } from './data-dir.js';
import { databaseServer } from './database-url.js';
import type { Environment, Variable } from './variables.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Reads and checks the environment.
 * @throws ConfigError naming the variable
 */
export function readConfig(env: Environment): AppConfig {
  const databaseUrl = databaseAddress(env.DATABASE_URL?.trim());
  const embedded = databaseUrl === undefined;
  const dataDir = dataDirOf(env);
  const port = optional(env, 'PORT', portNumber) ?? 3000;
  const trial = optional(env, 'TRIAL', flag) ?? (embedded && env.NODE_ENV !== 'production');
  const allowPrivateTargets = optional(env, 'ALLOW_PRIVATE_TARGETS', flag) ?? trial;
  if (trial && !allowPrivateTargets) {
    throw new ConfigError(
      'ALLOW_PRIVATE_TARGETS is false: the sandbox of the trial is a private address. Take it away, or set TRIAL=false.',
    );
  }
  const adminEmail = optional(env, 'ADMIN_EMAIL', email);
  const adminPassword = env.ADMIN_PASSWORD?.trim() || undefined;
  if (adminPassword && !adminEmail) throw new ConfigError('ADMIN_EMAIL is missing: ADMIN_PASSWORD is set.');
  const weakness = adminPassword && weaknessOf(adminPassword, adminEmail!);
  if (weakness) throw new ConfigError(`ADMIN_PASSWORD is wrong: it ${weakness.message}.`);
  const secretKey = optional(env, 'SECRET_KEY', aesKey);
  if (!embedded && !secretKey) {
    throw new ConfigError('SECRET_KEY is missing: with DATABASE_URL it must be set to 32 bytes in base64.');
  }
  const smtpUrl = optional(env, 'SMTP_URL', smtpAddress);
  const mailFrom = optional(env, 'MAIL_FROM', sender) ?? '';
  if (smtpUrl && !mailFrom) throw new ConfigError('MAIL_FROM is missing: SMTP_URL is set.');
  return {
    port,
    host: env.HOST || (trial ? '127.0.0.1' : '0.0.0.0'),
    ...(databaseUrl && { databaseUrl }),
    dataDir,
    secretKeys: [secretKey ?? embeddedKey(dataDir), ...(optional(env, 'SECRET_KEYS_OLD', aesKeys) ?? [])],
    publicUrl: optional(env, 'PUBLIC_URL', origin) ?? `http://localhost:${port}`,
    ...(adminEmail && { adminEmail }),
    ...(adminPassword && { adminPassword }),
    gettzapApiUrl: optional(env, 'GETTZAP_API_URL', httpUrl) ?? '',
    ...(smtpUrl && { smtpUrl }),
    mailFrom,
    allowPrivateTargets,
    trial,
    sandboxPort: optional(env, 'SANDBOX_PORT', portNumber) ?? 3001,
    migrateOnStart: optional(env, 'MIGRATE_ON_START', flag) ?? embedded,
    trustProxy: optional(env, 'TRUST_PROXY', proxies) ?? false,
    logLevel: optional(env, 'LOG_LEVEL', oneOf(LOG_LEVELS)) ?? 'info',
    webhookRateLimit: optional(env, 'WEBHOOK_RATE_LIMIT', wholeNumber) ?? 100,
    priceListMegabytes: optional(env, 'PRICE_LIST_MEGABYTES', megabytes) ?? 300,
    retentionDays: optional(env, 'RETENTION_DAYS', days) ?? 90,
  };
}

function databaseAddress(text: string | undefined): string | undefined {
  if (!text) return undefined;
  try {
    databaseServer(text);
    return text;
  } catch (error) {
    throw new ConfigError(`DATABASE_URL is wrong: ${(error as Error).message}.`);
  }
}

/** What works, but hardly as it is meant. */
export function warningsOf(config: AppConfig, env: Environment): string[] {
  if (env.NODE_ENV !== 'production') return [];
  const believed = 'everybody who calls chooses the address that wrong passwords are counted by';
  const trust = config.trustProxy === true ? [`TRUST_PROXY is true: ${believed}. Name the proxy's address.`] : [];
  return [...trust, ...warningsOfAddress(config, env)];
}

function warningsOfAddress(config: AppConfig, env: Environment): string[] {
  const { publicUrl } = config;
  const links = `order links begin with ${publicUrl}, which GettZap cannot reach`;
  const cookies = 'cookies of sessions may travel over plain http';
  if (!env.PUBLIC_URL) return [`PUBLIC_URL is not set: ${links}, and ${cookies}.`];
  return [
    ...(publicReach(config) === 'private' ? [`PUBLIC_URL is an inner address: ${links}.`] : []),
    ...(publicUrl.startsWith('https:') ? [] : [`PUBLIC_URL does not begin with https://: ${cookies}.`]),
  ];
}

function embeddedKey(dataDir: string): Buffer {
  try {
    return keptSecretKey(dataDir);
  } catch (error) {
    throw new ConfigError(`DATA_DIR cannot be used: ${(error as Error).message}.`);
  }
}

/** A parser answers undefined for text that it does not take. */
interface Parser<T> {
  expects: string;
  parse(text: string): T | undefined;
}

function optional<T>(env: Environment, name: Variable, { expects, parse }: Parser<T>): T | undefined {
  const text = env[name]?.trim();
  if (!text) return undefined;
  const value = parse(text);
  if (value === undefined) throw new ConfigError(`${name} is wrong: it must be ${expects}.`);
  return value;
}

const flag: Parser<boolean> = {
  expects: 'true or false',
  parse: (text) => ({ true: true, '1': true, false: false, '0': false })[text.toLowerCase()],
};

const wholeNumber: Parser<number> = {
  expects: 'a whole number from 0',
  parse: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined),
};

/** A century: an instant further back cannot be written by every database. */
const MOST_DAYS = 36_500;

const days: Parser<number> = {
  expects: `a whole number from 0 to ${MOST_DAYS}`,
  parse: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= MOST_DAYS ? Number(text) : undefined),
};

const proxies: Parser<boolean | string> = {
  expects: 'true, false, or addresses and networks separated by commas',
  parse: (text) => {
    // Elsewhere a number is how many proxies there are; here it would have everybody believed.
    if (text === '1') return undefined;
    const areAddresses = text.split(',').every((part) => isIP(part.trim()) > 0 || ipaddr.isValidCIDR(part.trim()));
    return flag.parse(text) ?? (areAddresses ? text : undefined);
  },
};

const megabytes: Parser<number> = {
  expects: 'a whole number from 1 to 2000',
  parse: (text) => (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= 2_000 ? Number(text) : undefined),
};

const portNumber: Parser<number> = {
  expects: 'a port number from 0 to 65535',
  parse: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined),
};

const httpUrl: Parser<string> = {
  expects: 'a URL that begins with http:// or https://',
  parse: (text) => (/^https?:$/.test(protocolOf(text)) ? text.replace(/\/+$/, '') : undefined),
};

/** As browsers write it. A proxy's prefix would be in the way: the panel and the order links lie at the root. */
const origin: Parser<string> = {
  expects: 'a URL that begins with http:// or https:// and ends with the host or port, without a path',
  parse: (text) => {
    const url = httpUrl.parse(text);
    if (!url || /[?#]/.test(url)) return undefined;
    const { pathname, username, password, origin } = new URL(url);
    return pathname === '/' && !username && !password ? origin : undefined;
  },
};

const smtpAddress: Parser<string> = {
  expects: 'smtp://user:password@host:port or smtps://…, with %25 for a per cent sign in the password',
  parse: (text) => {
    if (!/^smtps?:$/.test(protocolOf(text))) return undefined;
    const { hostname, username, password } = new URL(text);
    return hostname && isDecodable(username) && isDecodable(password) ? text : undefined;
  },
};

const sender: Parser<string> = {
  expects: 'an e-mail address, or Name <address>',
  parse: (text) => (/^[^\s@<>]+@[^\s@<>]+$|^[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>$/.test(text) ? text : undefined),
};

const email: Parser<string> = {
  expects: 'an e-mail address',
  parse: (text) => (/^[^\s@]+@[^\s@]+$/.test(text) ? text : undefined),
};

const aesKey: Parser<Buffer> = {
  expects: '32 bytes in base64',
  parse: (text) => {
    const bytes = Buffer.from(text, 'base64');
    return bytes.length === 32 ? bytes : undefined;
  },
};

const aesKeys: Parser<Buffer[]> = {
  expects: '32 bytes in base64 each, separated by commas',
  parse: (text) => {
    const keys = text.split(',').map((part) => aesKey.parse(part.trim()));
    return keys.every((key) => key !== undefined) ? keys : undefined;
  },
};

function oneOf(values: string[]): Parser<string> {
  return { expects: `one of ${values.join(', ')}`, parse: (text) => values.find((value) => value === text) };
}

function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== undefined;
  } catch {
    return false;
  }
}

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}

const KEY_BYTES = 32;

/**
 * The key that belongs to an embedded database: made once and kept beside it, readable by its owner only.
 * @throws Error when the directory cannot be written to, or the key in it was spoilt
 */
function keptSecretKey(dataDir: string): Buffer {
  const file = join(dataDir, 'secret.key');
  if (!existsSync(file)) makeSecretKey(dataDir, file);
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${file} does not hold ${KEY_BYTES} bytes in base64`);
  return key;
}

function makeSecretKey(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, randomBytes(KEY_BYTES).toString('base64'), { mode: 0o600 });
    linkSync(draft, file); // appears whole or not at all, and never replaces a key that is there
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
