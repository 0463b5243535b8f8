import { dirname, join, relative } from 'node:path';

/**
 * The wings of `src`, from the ground up: which others each builds on, its rooms in the order in which they build on each other, and one
 * sentence that says why the rest is out of reach.
 */
export const WINGS = {
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

/** Rooms of the panel that build on each other in this order. */
const PANEL_ROOMS = ['teamwork', 'orders', 'external-orders'];
/** What the panel has for all its pages. */
const PANEL_GROUND = ['api', 'i18n'];
/** Tables of words and the calendar of regions, which import next to nothing. */
const SHARED_WITH_PANEL = /(-texts|\/problem-text|\/working-time)\.ts$/;

export function whyForbidden(file, imported) {
  const [place, ...within] = file.split('/');
  if (place === 'src' && !file.endsWith('.spec.ts')) return inService(within, imported.split('/'));
  if (place === 'web') return inPanel(within, imported.split('/'), imported);
  if (place === 'sandbox' && imported.startsWith('src/')) {
    return 'The sandbox stands for another company’s server: it shares no code.';
  }
}

function inService([wing, room], [place, otherWing, otherRoom]) {
  if (!WINGS[wing]) return;
  const { on, rooms, why } = WINGS[wing];
  if (place === 'sandbox' || place === 'test') return 'The service knows nothing of what tries it.';
  if (place !== 'src') return;
  // The top of `src` puts the wings together.
  if (otherWing !== wing) return on.includes(otherWing) ? undefined : why;
  if (isHigher(rooms, room, otherRoom)) {
    return `In \`${wing}\` the rooms build on each other in this order: ${rooms.join(', ')}.`;
  }
}

function inPanel([, room], [place, , otherRoom], imported) {
  if (place === 'sandbox' || (place === 'src' && !SHARED_WITH_PANEL.test(imported))) {
    return 'The panel knows the service only by its API.';
  }
  if (place !== 'web') return;
  if (PANEL_GROUND.includes(room) && !PANEL_GROUND.includes(otherRoom)) return '`api` and `i18n` know no page.';
  if (isHigher(PANEL_ROOMS, room, otherRoom)) {
    return `In the panel the rooms of orders build on each other in this order: ${PANEL_ROOMS.join(', ')}.`;
  }
}

function isHigher(rooms, room, other) {
  return rooms.includes(room) && rooms.indexOf(other) > rooms.indexOf(room);
}

const importDirections = {
  create(context) {
    const file = relative(context.cwd, context.filename).replaceAll('\\', '/');
    const check = ({ source }) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const imported = join(dirname(file), source.value)
        .replaceAll('\\', '/')
        .replace(/(\.js|\.tsx?)?$/, '.ts');
      const message = whyForbidden(file, imported);
      if (message) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};

export default { meta: { name: 'layout' }, rules: { 'import-directions': importDirections } };
