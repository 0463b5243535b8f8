import { embedded, Mutant, unit } from './mutant.js';

const PLAN = 'offers/brands/brand-plan.ts';
const SERVICE = 'offers/brands/brands.service.ts';
const JOB = 'offers/brands/order-brands.job.ts';

const GUARD = 'offers/price-lists/guard.ts';
const STATES = 'offers/price-lists/import-states.ts';
const RECORDS = 'offers/price-lists/reading/csv-records.ts';

const priceLists = (name: string) => embedded('price-lists.engines', name);
const brands = (name: string) => embedded('brands.engines', name);

/** What makers' spellings stand for. */
export const OFFER_RULES: Mutant[] = [
  {
    rule: 'all spellings of a brand are one',
    file: 'offers/brands/brand-directory.ts',
    find: 'for (const spelling of spellings) byKey.set(spelling.key, brand);',
    replace: 'for (const spelling of spellings) byKey.set(spelling.key, { ...brand, key: spelling.key });',
    killedBy: unit('offers/brands/brand-directory'),
  },
  {
    rule: 'a brand takes no spelling of another one',
    file: SERVICE,
    find: 'const isTaken = owner !== undefined && owner.id !== id;',
    replace: 'const isTaken = owner !== undefined && owner.id === -1;',
    killedBy: brands('which brand has a spelling already'),
  },
  {
    rule: 'a brand that is renamed is still known by its former name',
    file: SERVICE,
    find: '?? [...brand.synonyms, brand.name] };',
    replace: '?? brand.synonyms };',
    killedBy: brands('a former name stays'),
  },
  {
    rule: 'a brand is not changed by who has not seen it as it is',
    file: SERVICE,
    find: 'await this.audit.requireVersion(tx, SUBJECT, brand, seen);',
    replace: 'void seen;',
    killedBy: brands('what somebody else has changed'),
  },
  {
    rule: 'a line of a file takes no spelling from another brand',
    file: PLAN,
    find: 'if (taken >= 0)',
    replace: 'if (taken < -1)',
    killedBy: unit('offers/brands/brand-plan'),
  },
  {
    rule: 'a quotation mark without its other half costs a file of brands one line',
    file: 'offers/brands/brand-lines.ts',
    find: 'return isQuoted ? undefined : [...cells, cell];',
    replace: 'return [...cells, cell];',
    killedBy: unit('offers/brands/brand-lines'),
  },
  {
    rule: 'a file of brands has no formula of anybody',
    file: 'offers/brands/brand-files.service.ts',
    find: 'withoutFormula(name),',
    replace: 'name,',
    killedBy: brands('comes out with a mark'),
  },
  {
    rule: 'brands of orders are counted once each',
    file: JOB,
    find: 'Between(countedTo + 1, seenTo)',
    replace: 'Between(countedTo, seenTo)',
    killedBy: brands('each position once'),
  },
  {
    rule: 'brands of orders are counted when nobody writes before them any more',
    file: JOB,
    find: '>= SETTLED_AFTER_MS',
    replace: '>= 0 * SETTLED_AFTER_MS',
    killedBy: brands('while others may still write'),
  },
  {
    rule: 'a price list whose prices moved too much is held',
    file: GUARD,
    find: "{ rule: 'moved', value: percent(moved, common), limit: limits.moved, before: common, after: moved },",
    replace: '',
    killedBy: unit('offers/price-lists/guard'),
  },
  {
    rule: 'a price list is held below its limit of keys in both, and not above',
    file: GUARD,
    find: 'LEAST.has(rule) ? value < limit : value > limit',
    replace: 'value > limit',
    killedBy: unit('offers/price-lists/guard'),
  },
  {
    rule: 'a limit of the guard that is off holds nothing',
    file: GUARD,
    find: 'limit > 0 && ',
    replace: '',
    killedBy: unit('offers/price-lists/guard'),
  },
  {
    rule: 'the guard takes two spellings of a brand for one',
    file: 'offers/price-lists/list-comparison.ts',
    find: 'const key = this.canonical(brandKey);',
    replace: 'const key = brandKey;',
    killedBy: unit('offers/price-lists/guard'),
  },
  {
    rule: 'a price list that was held is in force only when a person says so',
    file: 'offers/price-lists/import-leases.service.ts',
    find: 'if (held.length === 0) {',
    replace: 'if (held.length >= 0) {',
    killedBy: priceLists('until a person publishes it'),
  },
  {
    rule: 'the former import ends with the switch to the new one',
    file: STATES,
    find: "await supersede(tx, priceListId, ['held', 'live'], id, now);",
    replace: '',
    killedBy: priceLists('is replaced as a whole'),
  },
  {
    rule: 'rows of a former import stay for those who look them up at that moment',
    file: STATES,
    find: 'later(now, GRACE_MS)',
    replace: 'now',
    killedBy: priceLists('is replaced as a whole'),
  },
  {
    rule: 'two files are not read into a price list at once',
    file: 'offers/price-lists/import-leases.service.ts',
    find: 'await requireIdle(tx, priceListId);',
    replace: '',
    killedBy: priceLists('reads one file at a time'),
  },
  {
    rule: 'an import whose process died ends when its lease does',
    file: 'offers/price-lists/import-leases.service.ts',
    find: 'const leaseUntil = LessThanOrEqual(this.clock.now());',
    replace: 'const leaseUntil = LessThanOrEqual(new Date(0));',
    killedBy: priceLists('whose process died'),
  },
  {
    rule: 'a stray quote costs one line of a price list',
    file: RECORDS,
    find: "if (!isQuoted && text.slice(at, until).includes('\\n')) return undefined;",
    replace: '',
    killedBy: unit('offers/price-lists/reading/csv-records'),
  },
  {
    rule: 'a quoted field goes over lines only where its record has all columns',
    file: RECORDS,
    find: '(lines === 1 || fields.length >= leastColumns)',
    replace: 'true',
    killedBy: unit('offers/price-lists/reading/csv-records'),
  },
];
