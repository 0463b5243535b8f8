import type { User } from '../../access/user.entity.js';
import { BY_RULES } from '../../orders/external-orders/external-order.entity.js';
import { REASON_CODES } from '../../orders/external-orders/rule-verdict.js';
import { SHOWN_STATES } from '../../orders/external-orders/external-order-state.js';
import { formatMinor } from '../../platform/money.js';
import {
  ACCEPTED,
  ACCEPTED_BY,
  BRAND_AMOUNT,
  BRAND_POSITIONS,
  CODE_AMOUNT,
  CODE_POSITIONS,
  DECIDED_BY,
  REASON_AMOUNT,
  REASON_ORDERS,
  REFUSED,
  REFUSED_BY,
  SMALLER_AMOUNT,
  SMALLER_ORDERS,
} from './countable.js';
import type {
  DecisionsOfManager,
  MoneyOfPeriod,
  OrdersOfDay,
  RefusalsByRules,
  RefusalsOfBrand,
  RefusalsOfReason,
} from './dashboard.dto.js';
import type { DaySums } from './figures.js';
import { Sums } from './sums.js';

/** From when an order's deadline began to the first decision. */
export interface DecisionWait {
  /** Null = a program decided; `BY_RULES`. */
  userId: number | null;
  seconds: number;
  /** Null = it had no deadline. */
  isInTime: boolean | null;
}

/** More of them are shown as one. */
const MOST_REASONS = 8;
const MOST_BRANDS = 10;

/** With one place, rounded, but that 100 is the whole alone and 0 nothing. */
function percentOf(part: bigint, whole: bigint): number {
  if (part === 0n || part === whole) return part === 0n ? 0 : 100;
  const rounded = Number((part * 1_000n + whole / 2n) / whole) / 10;
  return Math.min(Math.max(rounded, 0.1), 99.9);
}

/** Null = none had a deadline. */
export function inTimePercent(waits: DecisionWait[]): number | null {
  const limited = waits.filter(({ isInTime }) => isInTime !== null);
  if (limited.length === 0) return null;
  const inTime = limited.filter(({ isInTime }) => isInTime).length;
  return percentOf(BigInt(inTime), BigInt(limited.length));
}

export function ordersOfDay({ day, sums }: DaySums): OrdersOfDay {
  return {
    day,
    received: sums.count(...SHOWN_STATES),
    accepted: sums.count('accepted', 'partially_accepted'),
    refused: sums.count('refused'),
    cancelled: sums.count('cancelled'),
  };
}

/** Of all days together. */
export function totalOf(days: DaySums[]): Sums {
  const total = new Sums();
  for (const { sums } of days) total.add(sums.figures);
  return total;
}

export function moneyOf(total: Sums): MoneyOfPeriod {
  const [accepted, refused] = [total.amount(ACCEPTED), total.amount(REFUSED)];
  const decided = accepted + refused;
  const acceptedPercent = decided === 0n ? null : percentOf(accepted, decided);
  return { accepted: formatMinor(accepted), refused: formatMinor(refused), acceptedPercent };
}

/** The greatest amount first; what was accepted in a smaller quantity and the rest of many come last. */
export function refusalsOf(total: Sums): RefusalsOfReason[] {
  const given = total.namesAfter(REASON_ORDERS).map((reason) => ({
    kind: reason === '' ? ('none' as const) : ('reason' as const),
    reason,
    orders: total.count(REASON_ORDERS + reason),
    minor: total.amount(REASON_AMOUNT + reason),
  }));
  given.sort((one, other) => Number(other.minor - one.minor) || other.orders - one.orders);
  const rest = given.splice(MOST_REASONS);
  const gathered = (kind: 'smaller' | 'others', orders: number, minor: bigint) =>
    orders > 0 ? [{ kind, reason: '', orders, minor }] : [];
  return [
    ...given,
    ...gathered('smaller', total.count(SMALLER_ORDERS), total.amount(SMALLER_AMOUNT)),
    ...gathered(
      'others',
      rest.reduce((sum, { orders }) => sum + orders, 0),
      rest.reduce((sum, { minor }) => sum + minor, 0n),
    ),
  ].map(({ minor, ...refusals }) => ({ ...refusals, amount: formatMinor(minor) }));
}

/**
 * What was refused of each maker, the greatest amount first.
 * @param nameOf what the maker is called, by any spelling
 */
export function refusedBrandsOf(total: Sums, nameOf: (brand: string) => string): RefusalsOfBrand[] {
  const brands = new Map<string, { positions: number; minor: bigint }>();
  for (const written of total.namesAfter(BRAND_POSITIONS).sort()) {
    const brand = nameOf(written);
    const { positions, minor } = brands.get(brand) ?? { positions: 0, minor: 0n };
    brands.set(brand, {
      positions: positions + total.count(BRAND_POSITIONS + written),
      minor: minor + total.amount(BRAND_AMOUNT + written),
    });
  }
  return [...brands]
    .map(([brand, refused]) => ({ brand, ...refused }))
    .sort(byAmount)
    .slice(0, MOST_BRANDS)
    .map(({ minor, ...refused }) => ({ ...refused, amount: formatMinor(minor) }));
}

/** The greatest amount first. */
export function refusalsByRulesOf(total: Sums): RefusalsByRules[] {
  return REASON_CODES.map((reasonCode) => ({
    reasonCode,
    positions: total.count(CODE_POSITIONS + reasonCode),
    minor: total.amount(CODE_AMOUNT + reasonCode),
  }))
    .filter(({ positions }) => positions > 0)
    .sort(byAmount)
    .map(({ minor, ...refused }) => ({ ...refused, amount: formatMinor(minor) }));
}

function byAmount(one: { minor: bigint }, other: { minor: bigint }): number {
  return Number(other.minor - one.minor);
}

/** Whoever decided most comes first. */
export function decisionsOf(
  total: Sums,
  waits: DecisionWait[],
  users: ReadonlyMap<number, User>,
): DecisionsOfManager[] {
  const decisions = total.namesAfter(DECIDED_BY).map((id) => ({
    ...deciderOf(id),
    name: users.get(Number(id))?.name ?? '',
    decided: total.count(DECIDED_BY + id),
    accepted: total.count(ACCEPTED_BY + id),
    refused: total.count(REFUSED_BY + id),
    medianSeconds: medianOf(waits.filter(({ userId }) => String(userId ?? '') === id)),
  }));
  return decisions.sort((one, other) => other.decided - one.decided || one.name.localeCompare(other.name));
}

function deciderOf(id: string): Pick<DecisionsOfManager, 'by' | 'userId'> {
  if (id === '') return { by: 'programs', userId: null };
  return id === String(BY_RULES) ? { by: 'rules', userId: null } : { by: 'person', userId: id };
}

/** Null = of none. */
export function medianOf(waits: DecisionWait[]): number | null {
  const seconds = waits.map((wait) => wait.seconds).sort((a, b) => a - b);
  const [lower, upper] = [seconds[(seconds.length - 1) >> 1], seconds[seconds.length >> 1]];
  return lower === undefined || upper === undefined ? null : Math.round((lower + upper) / 2);
}
