import type { ProcessingRuleConditions } from '../../src/offers/processing-rules/rule-settings.dto.js';
import type { Random } from '../faults/world/random.js';
import { HOUR } from './delivering.js';
import type { ListedOffer } from './listed.js';
import { positionOf } from './shop-data.js';

/** One thing that happened. */
export type Happening =
  | { what: 'received'; order: string; content: object }
  | { what: 'cancelled'; order: string; positions?: string[] }
  /** The rules judge, and people decide what they leave to them. */
  | { what: 'judged'; order: string }
  | { what: 'issued'; order: string }
  | { what: 'list'; list: number; offers: ListedOffer[] }
  | { what: 'later'; ms: number };

export const LISTS = 2;

const DAY_MS = 24 * HOUR;
const BRANDS = ['BOSCH', 'MANN-FILTER', 'TOYOTA'];
const ARTICLES = 12;
const PRICE_MINOR = 100_000;
const LIST_EVERY = 25;

/** All that happens on a day on which so many orders come: the same for the same numbers. */
export function dayOf(orders: number, random: Random): Happening[] {
  const day: Happening[] = [list(0, random), list(1, random)];
  for (let n = 0; n < orders; n += 1) {
    const order = `day-${n}`;
    day.push({ what: 'received', order, content: contentOf(random) });
    if (random.chance(0.1)) day.push({ what: 'received', order, content: contentOf(random) });
    if (random.chance(0.05)) day.push({ what: 'cancelled', order });
    if (random.chance(0.08)) day.push({ what: 'cancelled', order, positions: ['1'] });
    day.push({ what: 'judged', order });
    const earlier = `day-${random.below(n + 1)}`;
    // After it was decided, or once more where it was left to a person.
    if (random.chance(0.1))
      day.push({ what: 'received', order: earlier, content: contentOf(random) }, { what: 'judged', order: earlier });
    if (random.chance(0.08)) day.push({ what: 'cancelled', order: earlier });
    if (random.chance(0.3)) day.push({ what: 'issued', order: `day-${random.below(n + 1)}` });
    if (n % LIST_EVERY === LIST_EVERY - 1 && random.chance(0.8)) day.push(list(random.below(LISTS), random));
    day.push({ what: 'later', ms: random.below((2 * DAY_MS) / orders) });
  }
  return day;
}

/** What is asked for has none, some or many pieces in the lists, and other prices there. */
function list(index: number, random: Random): Happening {
  const articles = Array.from({ length: ARTICLES }, (_, article) => article).filter(() => random.chance(0.85));
  const offers = articles.map((article) => ({
    brand: BRANDS[article % BRANDS.length]!,
    article: `A-${article}`,
    price: Math.round(PRICE_MINOR * (0.85 + random.next() * 0.3)),
    stock: random.below(40),
    multiplicity: random.chance(0.2) ? 2 : 1,
  }));
  return { what: 'list', list: index, offers };
}

function contentOf(random: Random): object {
  const positions = Array.from({ length: 1 + random.below(4) }, (_, index) => {
    const article = random.below(ARTICLES + BRANDS.length);
    const part = { brand: BRANDS[article % BRANDS.length]!, number: `A-${article}`, price: '1000.00' };
    return positionOf(index + 1, { ...part, quantity: 1 + random.below(4), delivery_days: random.below(4) });
  });
  const phone = `+7 900 000-00-${String(10 + random.below(60))}`;
  const customer = { name: 'Иванов Пётр', phone, email: 'p@example.com' };
  return { positions, customer, created_at: undefined, comment: `${random.below(1_000_000)}` };
}

export interface RecordedRule {
  name: string;
  conditions: ProcessingRuleConditions;
  action: object;
  scope?: string;
}

/** As the connection goes by them. */
export function rulesOf(listIds: string[]): RecordedRule[] {
  const accept = { kind: 'accept' };
  return [
    { name: 'Ночью', conditions: { hours: 'outside', minTotal: '3000' }, action: { kind: 'leave' } },
    { name: 'Дорогой заказ', conditions: { minTotal: '12000' }, action: { kind: 'leave' } },
    { name: 'Знакомый', conditions: { stock: 'full', deviationUp: 10, knownBuyer: true }, action: accept },
    { name: 'Всё есть', scope: 'order', conditions: { stock: 'full', deviationUp: 5 }, action: accept },
    {
      name: 'В срок',
      conditions: { stock: 'full', deviationUp: 5, inTime: true, maxListAgeHours: 6 },
      action: { ...accept, delayMinutes: 10 },
    },
    {
      name: 'Что есть',
      conditions: { stock: 'any', deviationUp: 8, priceListIds: [listIds[0]!] },
      action: { kind: 'accept_available' },
    },
    {
      name: 'Нет',
      conditions: { stock: 'none', exceptBrands: ['TOYOTA'], priceListIds: [listIds[0]!] },
      action: { kind: 'refuse', reason: 'Нет в наличии', delayMinutes: 5 },
    },
    { name: 'Нет нигде', conditions: { offerFound: false }, action: { kind: 'refuse', reason: 'Не возим' } },
  ];
}
