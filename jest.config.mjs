import { findMariadb } from './test/support/find-mariadb.mjs';

/** Sources and Nest's own ESM packages are compiled to CommonJS, so that jest needs no Node flags. */
const common = {
  rootDir: '.',
  testEnvironment: 'node',
  moduleNameMapper: {
    '^\\./worker-thread\\.js$': '<rootDir>/test/support/worker-thread.ts',
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

const e2e = {
  ...common,
  testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/support/second-chance.ts'],
};

export default {
  maxWorkers: 2,
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
        '<rootDir>/test/support/**/*.spec.ts',
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
            globalSetup: '<rootDir>/test/support/mariadb.setup.mjs',
            globalTeardown: '<rootDir>/test/support/mariadb.teardown.mjs',
          },
        ]
      : []),
  ],
};
