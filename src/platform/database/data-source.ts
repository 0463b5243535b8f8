import { DataSource, DataSourceOptions, DefaultNamingStrategy } from 'typeorm';
import { embeddedPath } from '../config/data-dir.js';
import { databaseServer } from '../config/database-url.js';
import { suitColumns } from '../sql/columns.js';
import { isEmbedded } from '../sql/engine.js';
import { EmbeddedDriver } from './embedded-driver.js';
import { makePatient } from './embedded-patience.js';
import { EMBEDDED_MIGRATIONS } from './migrations/embedded/index.js';
import { SERVER_MIGRATIONS } from './migrations/server/index.js';
import { CONNECT_TIMEOUT_MS, detectServerType, serverDriver } from './server-driver.js';

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `acceptedText` in the code is `accepted_text` in the database. */
class SnakeCaseStrategy extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined, prefixes: string[]): string {
    return snakeCase([...prefixes, customName ?? propertyName].join('_'));
  }
}

/** The entity classes of all modules; they are listed above this room, in `entities.ts`. */
export type Entities = Array<new () => object>;

export interface DatabaseAddress {
  databaseUrl?: string | undefined;
  dataDir: string;
}

/** Below the 5 s within which every request is answered, even by a server that hangs. */
const QUERY_TIMEOUT_MS = 3_500;
/** So much sooner a server that works stops a statement by itself. */
const SERVER_STOPS_BEFORE_MS = 300;
const POOL_SIZE = 20;

const common = {
  namingStrategy: new SnakeCaseStrategy(),
  synchronize: false,
  migrationsRun: false,
  migrationsTransactionMode: 'each' as const,
  // The default one prints slow statements with their values past the service's own log.
  logger: 'debug' as const,
};

export function embeddedOptions(entities: Entities, dataDir: string, readonly = false): DataSourceOptions {
  suitColumns('embedded');
  return {
    ...common,
    entities,
    type: 'better-sqlite3',
    driver: EmbeddedDriver,
    // The driver keeps those that are worth it.
    statementCacheSize: 0,
    database: embeddedPath(dataDir),
    migrations: EMBEDDED_MIGRATIONS,
    readonly,
    enableWAL: !readonly,
    timeout: 5_000,
    prepareDatabase: (database: EmbeddedDriver) => {
      if (!readonly) database.pragma('synchronous = FULL');
    },
  };
}

/** @param queryTimeoutMs 0 = none, for migrations */
export async function serverOptions(
  entities: Entities,
  databaseUrl: string,
  queryTimeoutMs = QUERY_TIMEOUT_MS,
): Promise<DataSourceOptions> {
  const type = await detectServerType(databaseUrl);
  suitColumns(type);
  const { user, ...server } = databaseServer(databaseUrl);
  return {
    ...common,
    entities,
    type,
    driver: serverDriver(type, queryTimeoutMs > 0 ? queryTimeoutMs - SERVER_STOPS_BEFORE_MS : 0),
    ...server,
    username: user,
    charset: 'utf8mb4',
    timezone: 'Z',
    connectTimeout: CONNECT_TIMEOUT_MS,
    migrations: SERVER_MIGRATIONS,
    poolSize: POOL_SIZE,
    // Statements are sent in packets (decision 34).
    multipleStatements: true,
    ...(queryTimeoutMs > 0 && { enableQueryTimeout: true, maxQueryExecutionTime: queryTimeoutMs }),
  };
}

/** The options of the one database that the address names. */
export function dataSourceOptions(
  entities: Entities,
  { databaseUrl, dataDir }: DatabaseAddress,
): Promise<DataSourceOptions> {
  return databaseUrl ? serverOptions(entities, databaseUrl) : Promise.resolve(embeddedOptions(entities, dataDir));
}

/** To be used in the place of `new DataSource`. */
export function makeDataSource(options: DataSourceOptions): DataSource {
  const dataSource = new DataSource(options);
  if (isEmbedded(dataSource)) {
    bindWholeNumbers(dataSource);
    makePatient(dataSource);
  }
  return dataSource;
}

/**
 * TypeORM writes whole numbers into the text of SQLite's statements, so that no two were alike: each had to be prepared anew. As big
 * integers they are bound like any other value.
 */
function bindWholeNumbers({ driver }: DataSource): void {
  const escape = driver.escapeQueryWithParameters.bind(driver);
  const bound = (value: unknown) => (Number.isSafeInteger(value) ? BigInt(value as number) : value);
  driver.escapeQueryWithParameters = (sql, parameters) =>
    escape(sql, Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, bound(value)])));
}
