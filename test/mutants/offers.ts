import { embedded, Mutant, unit } from './mutant.js';

const PLAN = 'offers/brands/brand-plan.ts';
const SERVICE = 'offers/brands/brands.service.ts';
const JOB = 'offers/brands/order-brands.job.ts';

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
    find: 'if (taken >= 0) {',
    replace: 'if (taken < -1) {',
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
    find: 'Between(after + 1, to)',
    replace: 'Between(after, to)',
    killedBy: brands('each position once'),
  },
  {
    rule: 'brands of orders are counted when nobody writes before them any more',
    file: JOB,
    find: '>= SETTLED_AFTER_MS',
    replace: '>= 0 * SETTLED_AFTER_MS',
    killedBy: brands('while others may still write'),
  },
];
