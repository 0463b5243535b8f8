import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * The wings of `src`, from the ground up: which others each builds on, its rooms in the order in which they build on each other, and one
 * sentence that says why the rest is out of reach.
 */
const WINGS = {
  platform: {
    on: [],
    rooms: [
      'observation',
      'sql',
      'secrets',
      'transactions',
      'configuration',
      'jobs',
      'http',
      'config',
      'database',
      'programs',
      'expressions',
    ],
    why: '`platform` knows nothing of a shop, so that everything can build on it.',
  },
  access: {
    on: ['platform'],
    rooms: ['regions'],
    why: '`access` says who is calling and what they may see, whatever is called.',
  },
  orders: {
    on: ['platform', 'access'],
    rooms: ['order-statuses', 'undo', 'orders', 'external-orders', 'saved-filters'],
    why: 'Orders do not know where they came from or who is told of them: others call them and hear their events.',
  },
  outbox: {
    on: ['platform', 'access'],
    rooms: [],
    why: 'The outbox sends anything to anybody; whoever sends plugs a channel in.',
  },
  marketplaces: {
    on: ['platform', 'access', 'orders', 'outbox'],
    rooms: ['connections', 'gettzap', 'gettzap-notifications'],
    why: 'A marketplace hands orders in and is told of them; nothing of that may need anything else.',
  },
  'shop-systems': {
    on: ['platform', 'access', 'orders', 'outbox'],
    rooms: ['webhooks', 'exchanges', 'one-c', 'abcp', 'parts-soft', 'parts-soft-push'],
    why: 'What the shop’s own systems hear of orders is none of the marketplaces’ business.',
  },
  offers: {
    on: ['platform', 'access', 'orders', 'outbox', 'marketplaces'],
    rooms: ['keys', 'brands', 'price-lists', 'order-offers', 'processing-rules'],
    why: 'Offers answer what a shop has, and rules decide by it; who is told is none of their business.',
  },
  people: {
    on: ['platform', 'access', 'orders', 'outbox', 'marketplaces', 'shop-systems', 'offers'],
    rooms: ['email', 'manager-notifications', 'live-events'],
    why: 'People are told of what happens below; nothing may depend on their hearing it.',
  },
  care: {
    on: ['platform', 'access', 'orders', 'outbox', 'marketplaces', 'shop-systems', 'offers', 'people'],
    rooms: [
      'trial',
      'secrets',
      'operations',
      'retention',
      'personal-data',
      'export',
      'delivery-list',
      'dashboard',
      'system',
    ],
    why: 'Care looks after all the others; nothing needs it to work.',
  },
};

const directionZones = Object.entries(WINGS)
  .flatMap(([wing, { on, rooms, why }]) => [
    // The top of `src` puts the wings together.
    { target: `./src/${wing}`, from: './src', except: [wing, ...on].map((name) => `./${name}`), message: why },
    { target: `./src/${wing}`, from: ['./sandbox', './test'], message: 'The service knows nothing of what tries it.' },
    ...rooms.map((room, index) => ({
      target: `./src/${wing}/${room}`,
      from: rooms.slice(index + 1).map((higher) => `./src/${wing}/${higher}`),
      message: `In \`${wing}\` the rooms build on each other in this order: ${rooms.join(', ')}.`,
    })),
  ])
  .filter(({ from }) => from.length > 0);

/** Rooms of the panel that build on each other in this order. */
const PANEL_ROOMS = ['teamwork', 'orders', 'external-orders'];

const panelZones = PANEL_ROOMS.slice(0, -1).map((room, index) => ({
  target: `./web/src/${room}`,
  from: PANEL_ROOMS.slice(index + 1).map((higher) => `./web/src/${higher}`),
  message: `In the panel the rooms of orders build on each other in this order: ${PANEL_ROOMS.join(', ')}.`,
}));

export default tseslint.config(
  { ignores: ['dist', '.mutants', 'node_modules', 'data', 'coverage'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommended],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      ...importX.flatConfigs.typescript.settings,
      'import-x/resolver-next': [
        createNodeResolver({ extensionAlias: { '.js': ['.ts', '.js'] }, extensions: ['.ts', '.tsx', '.js', '.json'] }),
      ],
    },
    rules: {
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
      'import-x/no-restricted-paths': ['error', { zones: panelZones, basePath: import.meta.dirname }],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            // But for tables of words and the calendar of regions, which import next to nothing.
            {
              regex: '/\\.\\./src/(?!.*(?:-texts|/problem-text|/working-time)$)|/sandbox/',
              message: 'The panel knows the service only by its API.',
            },
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
  {
    files: ['src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'import-x/no-restricted-paths': ['error', { zones: directionZones, basePath: import.meta.dirname }] },
  },
);
