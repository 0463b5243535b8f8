import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Which rooms of `src` a room may import from. Down by injected services, up only by domain events. */
const MAY_IMPORT = {
  shared: [],
  config: ['shared'],
  database: ['shared', 'config'],
  access: ['shared', 'config'],
  regions: ['shared', 'access'],
  'order-statuses': ['shared', 'access'],
  marketplaces: ['shared', 'config', 'access', 'regions', 'order-statuses'],
  orders: ['shared', 'access', 'order-statuses'],
  'external-orders': ['shared', 'access', 'regions', 'marketplaces', 'orders'],
  deliveries: ['shared', 'config', 'database'],
  gettzap: ['shared', 'config', 'access', 'marketplaces', 'external-orders', 'deliveries'],
  'gettzap-notifications': [
    'shared',
    'access',
    'regions',
    'order-statuses',
    'marketplaces',
    'orders',
    'external-orders',
    'gettzap',
    'deliveries',
  ],
  operations: ['shared', 'config', 'database', 'access', 'deliveries'],
  trial: ['shared', 'config', 'regions', 'order-statuses', 'marketplaces'],
};

/** One sentence for each room that says why the rest is out of its reach. */
const WHY = {
  shared: '`shared` knows no module, so that every module can build on it.',
  config: '`config` only turns the environment into settings.',
  database: '`database` holds connections and migrations; the tables belong to the modules above it.',
  access: '`access` says who is calling, whatever is called.',
  regions: '`regions` are the shop’s branches; what happens in them lies above.',
  'order-statuses': 'The directory and the texts are used by orders and connections, not the other way round.',
  marketplaces: 'A connection does not know what comes in through it.',
  orders: '`orders` do not know where they came from: the inbox makes them and listens to nothing here.',
  'external-orders': 'The inbox is told of messages by `gettzap` and tells of decisions by events.',
  deliveries: '`deliveries` send anything to anybody and know no marketplace; channels are plugged in from above.',
  gettzap: '`gettzap` is the wire; what is said over it is decided in `gettzap-notifications`.',
  'gettzap-notifications': 'Nothing else may be needed to say something to GettZap.',
  operations: '`operations` look at the process, not at the shop’s work.',
  trial: 'Trial mode sets up a shop as an administrator would, by the modules’ services.',
};

const rooms = Object.keys(MAY_IMPORT);

const directionRules = rooms.map((room) => ({
  files: [`src/${room}/**/*.ts`],
  ignores: ['**/*.spec.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: rooms
              .filter((other) => other !== room && !MAY_IMPORT[room].includes(other))
              .map((other) => `**/${other}/*`)
              .concat('**/app.*', '**/entities.js', '**/sandbox/**', '**/test/**'),
            message: WHY[room],
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'data', 'coverage'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      ...importX.flatConfigs.typescript.settings,
      'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.js'] } })],
    },
    rules: {
      'import-x/no-cycle': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['sandbox/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['**/src/**'], message: 'The sandbox stands for another company’s server: it shares no code.' },
          ],
        },
      ],
    },
  },
  ...directionRules,
);
