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
  expressions: ['shared'],
  marketplaces: ['shared', 'config', 'access', 'regions', 'order-statuses', 'expressions'],
  orders: ['shared', 'access', 'order-statuses'],
  'external-orders': ['shared', 'access', 'regions', 'marketplaces', 'orders'],
  deliveries: ['shared', 'config', 'database', 'access'],
  gettzap: ['shared', 'config', 'access', 'expressions', 'marketplaces', 'external-orders', 'deliveries'],
  'gettzap-notifications': [
    'shared',
    'access',
    'regions',
    'order-statuses',
    'expressions',
    'marketplaces',
    'orders',
    'external-orders',
    'gettzap',
    'deliveries',
  ],
  webhooks: ['shared', 'config', 'access', 'orders', 'external-orders', 'deliveries'],
  'delivery-list': ['shared', 'access', 'deliveries', 'gettzap-notifications', 'webhooks'],
  retention: ['shared', 'config', 'database', 'deliveries', 'gettzap'],
  'personal-data': ['shared', 'access', 'external-orders', 'gettzap'],
  secrets: ['shared', 'marketplaces', 'webhooks'],
  email: ['shared', 'config', 'database', 'deliveries'],
  'manager-notifications': [
    'shared',
    'config',
    'database',
    'access',
    'order-statuses',
    'marketplaces',
    'orders',
    'external-orders',
    'deliveries',
    'email',
  ],
  'live-events': [
    'shared',
    'database',
    'access',
    'marketplaces',
    'orders',
    'external-orders',
    'deliveries',
    'manager-notifications',
  ],
  operations: ['shared', 'config', 'database', 'access', 'deliveries'],
  trial: ['shared', 'config', 'access', 'regions', 'order-statuses', 'marketplaces'],
};

/** One sentence for each room that says why the rest is out of its reach. */
const WHY = {
  shared: '`shared` knows no module, so that every module can build on it.',
  config: '`config` only turns the environment into settings.',
  database: '`database` holds connections and migrations; the tables belong to the modules above it.',
  access: '`access` says who is calling, whatever is called.',
  regions: '`regions` are the shop’s branches; what happens in them lies above.',
  'order-statuses': 'The directory and the texts are used by orders and connections, not the other way round.',
  expressions: '`expressions` evaluate what they are given; what goes in and comes out is known above.',
  marketplaces: 'A connection does not know what comes in through it.',
  orders: '`orders` do not know where they came from: the inbox makes them and listens to nothing here.',
  'external-orders': 'The inbox is told of messages by `gettzap` and tells of decisions by events.',
  deliveries: '`deliveries` send anything to anybody and know no marketplace; channels are plugged in from above.',
  gettzap: '`gettzap` is the wire; what is said over it is decided in `gettzap-notifications`.',
  'gettzap-notifications': 'Nothing else may be needed to say something to GettZap.',
  webhooks: 'Web-hooks tell ids of what happened below; what GettZap is told is none of their business.',
  'delivery-list': 'The list only puts side by side what each channel shows of its own.',
  retention: 'Each module removes its own bodies; `retention` says when.',
  'personal-data': 'Whoever else keeps something of a buyer listens to the event of `external-orders`.',
  secrets: 'Only the lists of sealed columns are needed, no service of anybody.',
  email: '`email` hands anything to the mail server and knows nobody who writes.',
  'manager-notifications': 'Messages to managers tell of what happens below; nothing needs them to happen.',
  'live-events': 'Browsers are told that something changed; nothing may depend on their hearing it.',
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
