import { findChromium } from './test/support/find-chromium.mjs';
import { findMariadb } from './test/support/find-mariadb.mjs';

/** Sources and Nest's own ESM packages are compiled to CommonJS, so that jest needs no Node flags. */
const common = {
  rootDir: '.',
  testEnvironment: 'node',
  moduleNameMapper: {
    '^\\./password-cost\\.js$': '<rootDir>/test/support/password-cost.ts',
    '^\\.\\./programs/program-file\\.js$': '<rootDir>/test/support/program-file.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(@nestjs|content-disposition)/)'],
};

const onMariadb = {
  globalSetup: '<rootDir>/test/support/mariadb.setup.mjs',
  globalTeardown: '<rootDir>/test/support/mariadb.teardown.mjs',
};

const e2e = {
  ...common,
  testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
};

/** The panel in a browser; one engine is enough, since what the API answers is the same on both. */
const journeys = (engine) => ({
  ...common,
  displayName: 'journeys',
  testMatch: ['<rootDir>/test/journeys/**/*.journey.ts'],
  testEnvironment: '<rootDir>/test/journeys/support/environment.mjs',
  globals: { testEngine: engine, chromiumPath: findChromium() },
  ...(engine === 'mariadb' && onMariadb),
});

export default {
  // More than a small machine's two cores, since many tests wait: for retries, leases and what a browser shows.
  maxWorkers: 3,
  // Each test file loads the program anew, and not all of the former ones is given back.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/src/**/*.spec.ts',
        '<rootDir>/sandbox/**/*.spec.ts',
        '<rootDir>/web/src/**/*.spec.ts',
        '<rootDir>/test/support/**/*.spec.ts',
        '<rootDir>/web/src/**/*.spec.ts',
      ],
    },
    {
      ...e2e,
      displayName: 'e2e-embedded',
      globals: { testEngine: 'embedded' },
      // Locks, pools and outages of a server.
      testPathIgnorePatterns: ['\\.server\\.e2e\\.ts$'],
    },
    ...(findMariadb()
      ? [
          {
            ...e2e,
            displayName: 'e2e-mariadb',
            globals: { testEngine: 'mariadb' },
            ...onMariadb,
          },
        ]
      : []),
    ...(findChromium() ? [journeys(process.env.JOURNEYS_ENGINE ?? (findMariadb() ? 'mariadb' : 'embedded'))] : []),
  ],
};
