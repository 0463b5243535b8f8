import { embedded, Mutant, unit } from './mutant.js';

const ROOM = 'shop-systems/parts-soft-push';
const BASKET = `${ROOM}/parts-soft-basket.service.ts`;
const CHANNEL = `${ROOM}/parts-soft-channel.service.ts`;
const CLIENT = `${ROOM}/parts-soft-client.service.ts`;
const REQUEST = `${ROOM}/parts-soft-request.ts`;

const ordering = (name: string) => embedded('exchange-parts-soft-refusals', name);

/** What is ordered in a PARTS SOFT, and that it is ordered once. */
export const PARTS_SOFT_PUSH_RULES: Mutant[] = [
  {
    rule: 'PARTS SOFT is not given what is there by its key',
    file: REQUEST,
    find: 'if (items.length === 0) {',
    replace: 'if (items.length >= 0) {',
    killedBy: ordering('500 after it ordered'),
  },
  {
    rule: 'PARTS SOFT is given nothing where its filter by comment is not heeded',
    file: CLIENT,
    find: 'if (!answer.found || isHeeded) return answer;',
    replace: 'if (!answer.found || isHeeded !== undefined) return answer;',
    killedBy: ordering('is not heeded'),
  },
  {
    rule: 'PARTS SOFT orders nothing of somebody else’s',
    file: BASKET,
    find: 'if (!read.found || isBasketOf(read.found, forms)) return read;',
    replace: 'if (!read.found || isBasketOf(read.found, forms) || time > 0) return read;',
    killedBy: ordering('lines of somebody else'),
  },
  {
    rule: 'PARTS SOFT is not asked at once for an order whose end is unclear',
    file: BASKET,
    find: 'outcome: { ...outcome, retryAfterMs: UNCLEAR_FOR_MS }',
    replace: 'outcome: { ...outcome, retryAfterMs: UNCLEAR_FOR_MS / 60 }',
    killedBy: ordering('may still be on its way'),
  },
  {
    rule: 'PARTS SOFT is given no half of an order',
    file: BASKET,
    find: 'if (refusal) return refusal;',
    replace: 'if (refusal && forms.size === 0) return refusal;',
    killedBy: ordering('one position has no offer'),
  },
  {
    rule: 'PARTS SOFT that orders some of it is given the rest',
    file: CHANNEL,
    find: 'if (unseen.length === 0) return this.taken',
    replace: 'if (unseen.length < missing.length) return this.taken',
    killedBy: ordering('only some of it'),
  },
  {
    rule: 'PARTS SOFT is given nothing once more that it ordered and does not show',
    file: CHANNEL,
    find: 'if (unseen && plan.missing.length > 0)',
    replace: 'if (unseen && plan.missing.length < 0)',
    killedBy: ordering('is not shown'),
  },
  {
    rule: 'PARTS SOFT sells no dearer than allowed',
    file: REQUEST,
    find: 'costMinor <= most',
    replace: 'costMinor <= most * 2',
    killedBy: unit(`${ROOM}/parts-soft-request`),
  },
];
