import { Brackets, EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { GETTZAP_CHANNEL } from '../../marketplaces/gettzap-notifications/gettzap-notification.js';
import { ExternalOrder, ExternalOrderPosition } from '../../orders/external-orders/external-order.entity.js';
import { OutboxMessage, UNFINISHED } from '../../outbox/outbox-message.entity.js';
import type { CountedKind, Figures } from './quarter-count.entity.js';
import type { Span } from './quarters.js';

type Found = Record<string, string | number | null>;

/** One statement of what is counted. */
interface Count {
  /** Grouped rows, as `row`, which has `regionId` and `createdAt`. */
  query(manager: EntityManager): SelectQueryBuilder<ObjectLiteral>;
  /** What a group adds. */
  figures(found: Found): Figures;
}

export interface Countable {
  counts: Count[];
  /** A row that left these states seldom changes once more, and whoever changes it tells so. */
  openStates: readonly string[];
}

/** Keys of figures beside the states, of which each counts its rows. Amounts are in minor units. */
export const ACCEPTED = '$accepted';
export const REFUSED = '$refused';
/** Followed by the user's id, or by nothing where a program decided. */
export const DECIDED_BY = '$decided:';
export const ACCEPTED_BY = '$accepted:';
export const REFUSED_BY = '$refused:';
/** Followed by the reason. */
export const REASON_ORDERS = '$reason:';
export const REASON_AMOUNT = '$reason$:';
/** Followed by the maker as orders name it; of refused positions. */
export const BRAND_POSITIONS = '$brand:';
export const BRAND_AMOUNT = '$brand$:';
/** Followed by the reason code of a rule; of refused positions. */
export const CODE_POSITIONS = '$code:';
export const CODE_AMOUNT = '$code$:';
/** Of positions that were accepted in a smaller quantity. */
export const SMALLER_ORDERS = '$smaller';
export const SMALLER_AMOUNT = '$smaller$';

/** What the client cancelled is neither accepted nor refused. */
const HAS_REFUSED = ['partially_decided', 'partially_accepted', 'refused'];
const IS_ACCEPTED = ['accepted', 'partially_accepted'];

/** Sums come as text: they may be above what a number holds exactly. */
const textOfSum = (amount: string) => `CAST(SUM(${amount}) AS CHAR)`;

const ordersByState: Count = {
  query: (manager) =>
    manager
      .createQueryBuilder(ExternalOrder, 'row')
      .select('row.state', 'state')
      .addSelect('row.decidedById', 'userId')
      .addSelect('COUNT(*)', 'count')
      .addSelect('COUNT(row.decidedAt)', 'decided')
      .addSelect(textOfSum('row.acceptedMinor'), 'accepted')
      .addSelect(textOfSum('row.refusedMinor'), 'refused')
      .where('1 = 1')
      .groupBy('row.state')
      .addGroupBy('row.decidedById'),
  figures: ({ state, userId, count, decided, accepted, refused }) => {
    const figures: Figures = { [state!]: Number(count) };
    if (state === 'deleted') return figures;
    const by = userId ?? '';
    if (Number(decided) > 0) figures[DECIDED_BY + by] = Number(decided);
    if (IS_ACCEPTED.includes(String(state))) figures[ACCEPTED_BY + by] = Number(count);
    if (state === 'refused') figures[REFUSED_BY + by] = Number(count);
    if (state !== 'cancelled') Object.assign(figures, { [ACCEPTED]: String(accepted), [REFUSED]: String(refused) });
    return figures;
  },
};

const refusalsByReason: Count = {
  query: (manager) =>
    manager
      .createQueryBuilder(ExternalOrder, 'row')
      .innerJoin(ExternalOrderPosition, 'position', 'position.externalOrderId = row.id AND position.isCurrent = 1')
      .select('position.state', 'state')
      // A server's collation takes some different reasons for the same.
      .addSelect('HEX(position.refusalReason)', 'reason')
      .addSelect('COUNT(DISTINCT row.id)', 'count')
      .addSelect(textOfSum('position.priceMinor * (position.quantity - position.acceptedQuantity)'), 'amount')
      .where('row.state IN (:...hasRefused)', { hasRefused: HAS_REFUSED })
      .andWhere(`position.state IN ('refused', 'accepted') AND position.acceptedQuantity < position.quantity`)
      .groupBy('position.state')
      .addGroupBy('reason'),
  figures: ({ state, reason, count, amount }) => {
    if (state === 'accepted') return { [SMALLER_ORDERS]: Number(count), [SMALLER_AMOUNT]: String(amount) };
    const words = Buffer.from(String(reason ?? ''), 'hex').toString();
    return { [REASON_ORDERS + words]: Number(count), [REASON_AMOUNT + words]: String(amount) };
  },
};

const refusalsByPart: Count = {
  query: (manager) =>
    manager
      .createQueryBuilder(ExternalOrder, 'row')
      .innerJoin(ExternalOrderPosition, 'position', 'position.externalOrderId = row.id AND position.isCurrent = 1')
      // Not called like the column: a server would group by that, and take what its collation does for one.
      .select('HEX(position.brand)', 'maker')
      .addSelect('position.reasonCode', 'code')
      .addSelect('COUNT(*)', 'count')
      .addSelect(textOfSum('position.priceMinor * position.quantity'), 'amount')
      .where('row.state IN (:...hasRefused)', { hasRefused: HAS_REFUSED })
      .andWhere(`position.state = 'refused'`)
      .groupBy('maker')
      .addGroupBy('position.reasonCode'),
  figures: ({ maker, code, count, amount }) => {
    const name = Buffer.from(String(maker ?? ''), 'hex').toString();
    const figures: Figures = { [BRAND_POSITIONS + name]: Number(count), [BRAND_AMOUNT + name]: String(amount) };
    return code === null
      ? figures
      : { ...figures, [CODE_POSITIONS + code]: Number(count), [CODE_AMOUNT + code]: String(amount) };
  },
};

const deliveriesByState: Count = {
  query: (manager) =>
    manager
      .createQueryBuilder(OutboxMessage, 'row')
      .select('row.state', 'state')
      .addSelect('COUNT(*)', 'count')
      .where('row.channel = :channel', { channel: GETTZAP_CHANNEL })
      .groupBy('row.state'),
  figures: ({ state, count }) => ({ [state!]: Number(count) }),
};

export const COUNTABLE: Record<CountedKind, Countable> = {
  external_orders: {
    counts: [ordersByState, refusalsByReason, refusalsByPart],
    openStates: ['new', 'partially_decided', 'needs_attention'],
  },
  deliveries: { counts: [deliveriesByState], openStates: UNFINISHED },
};

interface Counted {
  /** What `place` says of the row. */
  place: string;
  /** 0 = none. */
  region: number;
  figures: Figures;
}

/**
 * Counts the rows of some spans, by place and region.
 * @param spans oldest first, at least one
 * @param place expression over `row`
 * @param narrow says which rows alone
 */
export async function countRows(
  manager: EntityManager,
  kind: CountedKind,
  spans: Span[],
  place: string,
  narrow?: (query: SelectQueryBuilder<ObjectLiteral>) => void,
): Promise<Counted[]> {
  const found = await Promise.all(
    COUNTABLE[kind].counts.map(async ({ query, figures }) => {
      const rows = query(manager).addSelect(place, 'place').addSelect('row.regionId', 'region');
      within(rows, spans);
      narrow?.(rows);
      rows.addGroupBy('place').addGroupBy('row.regionId');
      return (await rows.getRawMany<Found>()).map((each) => ({
        place: String(each.place),
        region: Number(each.region ?? 0),
        figures: figures(each),
      }));
    }),
  );
  return found.flat();
}

function within(rows: SelectQueryBuilder<ObjectLiteral>, spans: Span[]): void {
  const inOne = new Brackets((any) => {
    for (const [index, { from, to }] of spans.entries()) {
      const names = { [`from${index}`]: from, [`to${index}`]: to };
      any.orWhere(`row.createdAt >= :from${index} AND row.createdAt < :to${index}`, names);
    }
  });
  rows
    .andWhere(inOne)
    // Said twice, since not every planner sees that the spans lie between.
    .andWhere('row.createdAt >= :first AND row.createdAt < :last', { first: spans[0]!.from, last: spans.at(-1)!.to });
}
