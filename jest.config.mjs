import { availableParallelism, totalmem } from 'node:os';
import { findChromium } from './test/support/find-chromium.mjs';
import { findMariadb } from './test/support/find-mariadb.mjs';
import compiling from './test/support/one-load/compiling.cjs';

const { STAND_INS, SWC_OPTIONS } = compiling;

const common = {
  rootDir: '.',
  testEnvironment: 'node',
  moduleNameMapper: {
    ...Object.fromEntries(Object.entries(STAND_INS).map(([pattern, file]) => [pattern, `<rootDir>/${file}`])),
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: { '^.+\\.(t|j|mj)s$': ['@swc/jest', SWC_OPTIONS] },
  transformIgnorePatterns: ['/node_modules/(?!(@nestjs|content-disposition)/)'],
};

/** A worker loads the service once for all its files, instead of for some seconds for each of them. */
const oneLoad = {
  testEnvironment: '<rootDir>/test/support/one-load/environment.cjs',
  runtime: '<rootDir>/test/support/one-load/runtime.cjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/described.setup.ts'],
};

const onMariadb = {
  globalSetup: '<rootDir>/test/support/mariadb.setup.mjs',
  globalTeardown: '<rootDir>/test/support/mariadb.teardown.mjs',
};

/**
 * Which engine a file runs on is in its name:
 * - `*.engines.e2e.ts` on both: at least one test could come out otherwise on the other one, since it is about transactions, locks,
 *   things done at the same moment, claims, the schema, what a search or a filter finds, or values that come back as they were put in;
 * - `*.server.e2e.ts` on a server: its locks, pools, replicas and outages;
 * - the others on the embedded database, since what they try (HTTP, validation, rights, rules, programs) lies above any engine.
 * `npm run test:full` runs all but the second kind on both.
 */
const OF_BOTH = 'engines';
const OF_SERVER = 'server';

const e2eOnEmbedded = {
  ...common,
  ...oneLoad,
  displayName: 'e2e-embedded',
  globals: { testEngine: 'embedded' },
  testMatch: [`<rootDir>/test/e2e/**/!(*.${OF_SERVER}).e2e.ts`],
};

const e2eOnMariadb = (isEverything) => ({
  ...common,
  ...oneLoad,
  displayName: 'e2e-mariadb',
  globals: { testEngine: 'mariadb' },
  testMatch: [`<rootDir>/test/e2e/**/*${isEverything ? '' : `.{${OF_BOTH},${OF_SERVER}}`}.e2e.ts`],
  ...onMariadb,
});

/** The panel in a browser; one engine is enough, since what the API answers is the same on both. */
const journeys = (engine) => ({
  ...common,
  displayName: 'journeys',
  testMatch: ['<rootDir>/test/journeys/**/*.journey.ts'],
  testEnvironment: '<rootDir>/test/journeys/support/environment.mjs',
  globals: { testEngine: engine, chromiumPath: findChromium() },
  ...(engine === 'mariadb' && onMariadb),
});

/** More than a small machine's two cores, since many tests wait: for retries, leases and what a browser shows. */
const LEAST_WORKERS = 3;
/** They share one MariaDB and its connections. */
const MOST_WORKERS = 8;
/** Of memory, with what a test starts beside itself: programs, a browser. */
const BYTES_A_WORKER = 2 * 2 ** 30;

function workers() {
  const thatFit = Math.min(availableParallelism(), Math.floor(totalmem() / BYTES_A_WORKER), MOST_WORKERS);
  return Math.max(LEAST_WORKERS, thatFit);
}

/** @param isEverything whether MariaDB gets the files, too, for which one engine is enough */
export const configuration = ({ isEverything = false } = {}) => ({
  maxWorkers: workers(),
  // Not all that a test file took is given back.
  workerIdleMemoryLimit: '1GB',
  // Each wait gives up by itself long before; how quick the machine is says nothing of the service.
  testTimeout: 300_000,
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/src/**/*.spec.ts',
        '<rootDir>/sandbox/**/*.spec.ts',
        '<rootDir>/web/src/**/*.spec.ts',
        '<rootDir>/test/{support,mutants}/**/*.spec.ts',
        '<rootDir>/lint/**/*.spec.ts',
      ],
    },
    e2eOnEmbedded,
    ...(findMariadb() ? [e2eOnMariadb(isEverything)] : []),
    ...(findChromium() ? [journeys(process.env.JOURNEYS_ENGINE ?? (findMariadb() ? 'mariadb' : 'embedded'))] : []),
  ],
});

export default configuration();
