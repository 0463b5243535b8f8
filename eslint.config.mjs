import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
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
  'delivery-list': ['shared', 'access', 'deliveries', 'gettzap-notifications', 'webhooks', 'email'],
  export: [
    'shared',
    'access',
    'regions',
    'marketplaces',
    'orders',
    'external-orders',
    'deliveries',
    'gettzap-notifications',
  ],
  retention: ['shared', 'config', 'database', 'deliveries', 'gettzap'],
  'personal-data': ['shared', 'access', 'external-orders', 'gettzap'],
  secrets: ['shared', 'marketplaces', 'webhooks'],
  email: ['shared', 'config', 'database', 'access', 'deliveries'],
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
  panel: ['shared'],
  dashboard: [
    'shared',
    'access',
    'regions',
    'order-statuses',
    'marketplaces',
    'external-orders',
    'deliveries',
    'gettzap-notifications',
    'trial',
  ],
  system: [
    'shared',
    'config',
    'database',
    'access',
    'deliveries',
    'external-orders',
    'gettzap-notifications',
    'email',
    'operations',
    'trial',
  ],
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
  export: 'Files show what the lists show, by the lists’ own services; nothing depends on a file.',
  retention: 'Each module removes its own bodies; `retention` says when.',
  'personal-data': 'Whoever else keeps something of a buyer listens to the event of `external-orders`.',
  secrets: 'Only the lists of sealed columns are needed, no service of anybody.',
  email: '`email` hands anything to the mail server and knows nobody who writes.',
  'manager-notifications': 'Messages to managers tell of what happens below; nothing needs them to happen.',
  'live-events': 'Browsers are told that something changed; nothing may depend on their hearing it.',
  operations: '`operations` look at the process, not at the shop’s work.',
  dashboard: 'The dashboard only reads what lies below and puts it side by side.',
  system: 'The page only puts side by side what each module says of itself.',
  trial: 'Trial mode sets up a shop as an administrator would, by the modules’ services.',
  panel: '`panel` only hands out the built pages; what they show comes through the API.',
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
    files: ['**/*.ts', '**/*.tsx'],
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
    files: ['web/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      // A field follows the address it stands for.
      'react-hooks/set-state-in-effect': 'off',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['**/../src/**', '**/sandbox/**'], message: 'The panel knows the service only by its API.' },
          ],
        },
      ],
      // What an order carries may only become text.
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'Show it as text.' },
      ],
    },
  },
  {
    files: ['web/src/{api,i18n}/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['../s*/**', '../!(api|i18n)/**'], message: '`api` and `i18n` know no page.' }] },
      ],
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
  {
    files: ['sandbox/page/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        ['AbortSignal', 'CSS', 'Node', 'clearTimeout', 'document', 'fetch', 'location', 'setTimeout', 'window'].map(
          (name) => [name, 'readonly'],
        ),
      ),
    },
    rules: {
      'no-undef': 'error',
      'no-unused-vars': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      // What an order carries may only become text.
      'no-restricted-properties': [
        'error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML'].map((property) => ({ property })),
      ],
    },
  },
  ...directionRules,
);
