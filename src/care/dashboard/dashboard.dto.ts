import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { REASON_CODES, type ReasonCode } from '../../orders/external-orders/rule-verdict.js';
import { IdFilter } from '../../platform/http/filters.js';

export class DashboardQuery {
  /** One region alone; its time zone says where days begin. */
  @IdFilter()
  regionId?: number;

  /** How many days are shown, today the last of them; up to 31. */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(31)
  days: number = 14;
}

/** What is to be done now; a count goes up to 10000. */
export class DashboardCounters {
  /** External orders that nobody has decided anything of. */
  new: number;
  /** External orders with open positions that came in more than `waitingLongMinutes` ago. */
  waitingLong: number;
  /** External orders whose content could not be understood. */
  needsAttention: number;
  /** External orders that the client cancelled in the last 24 hours, and those where what was cancelled stays with the shop. */
  cancelledByClient: number;
  /** External orders whose first decision should have been made by now; null = there is no limit for it. */
  overdue: number | null;
  /** GettZap notifications that were given up or failed and wait for their next try. */
  undelivered: number;
}

/** External orders that came in on a day, and what became of them until now. */
export class OrdersOfDay {
  /** `YYYY-MM-DD` in the time zone. */
  day: string;
  received: number;
  /** In full or in part. */
  accepted: number;
  refused: number;
  cancelled: number;
}

/** What the external orders that came in on these days come to until now; what the client cancelled is in neither. */
export class MoneyOfPeriod {
  /** Decimal string: positions in the quantities that were accepted. */
  accepted: string;
  /** Decimal string, with the rest of positions that were accepted in a smaller quantity. */
  refused: string;
  /** Of the accepted in both together, with one place; null = both are 0. */
  acceptedPercent: number | null;
}

/** What was refused for one reason. */
export class RefusalsOfReason {
  /** `none`: none was given; `smaller`: positions were accepted in a smaller quantity; `others`: the reasons that are not shown. */
  @ApiProperty({ enum: ['reason', 'none', 'smaller', 'others'] })
  kind: 'reason' | 'none' | 'smaller' | 'others';
  /** Up to 100 characters of it; "" for another kind. */
  reason: string;
  /** External orders; one with several reasons counts for each. */
  orders: number;
  /** Decimal string. */
  amount: string;
}

/** Positions of one maker that were refused. */
export class RefusalsOfBrand {
  /** As the directory of brands calls it, or as orders do; "" = they name none. */
  brand: string;
  positions: number;
  /** Decimal string. */
  amount: string;
}

/** Positions that rules refused for one reason. */
export class RefusalsByRules {
  @ApiProperty({ enum: REASON_CODES })
  reasonCode: ReasonCode;
  positions: number;
  /** Decimal string. */
  amount: string;
}

/** What one of the shop's people decided first. */
export class DecisionsOfManager {
  @ApiProperty({ enum: ['person', 'rules', 'programs'] })
  by: 'person' | 'rules' | 'programs';
  /** Null = rules did, or programs by their API keys. */
  userId: string | null;
  /** "" for rules and programs. */
  name: string;
  /** External orders whose first decision it was, also those that the client cancelled since. */
  decided: number;
  /** In full or in part. */
  accepted: number;
  refused: number;
  /** From arrival, a change by the buyer or reopening to the first decision, of those among the latest 2000 decided; null = none is. */
  medianSeconds: number | null;
}

/** GettZap notifications that were made on a day, and how they are now. */
export class DeliveriesOfDay {
  /** `YYYY-MM-DD` in the time zone. */
  day: string;
  delivered: number;
  dead: number;
  /** Not finished yet. */
  waiting: number;
}

/** The steps of setting a shop up, as far as the caller sees them. */
export class SetupProgress {
  hasConnection: boolean;
  isActive: boolean;
  /** Every active connection knows GettZap's address; without it orders are received and notifications wait. */
  hasAddress: boolean;
  /** Every active connection, or each while none is, says which status GettZap gets on acceptance and on refusal: a text alone is not sent. */
  hasTexts: boolean;
  /** At least one order status tells GettZap something. */
  hasStatusTexts: boolean;
  hasFirstOrder: boolean;
  /** The connection to go on with: one that waits for GettZap's address, else one that tells no decisions, else the first that is used. */
  connectionId: string | null;
}

export class DashboardView {
  counters: DashboardCounters;
  waitingLongMinutes: number;
  /** IANA name of the zone of the days. */
  timeZone: string;
  /** Oldest first, every day present. */
  ordersByDay: OrdersOfDay[];
  /** Oldest first, every day present. */
  deliveriesByDay: DeliveriesOfDay[];
  /** From arrival, a change by the buyer or reopening to the first decision, over what came in on these days (the latest 2000 decided ones); null = none was decided. */
  decisionMedianSeconds: number | null;
  /** Of the same orders, those with a deadline that were decided in time, with one place; null = none had one. */
  decidedInTimePercent: number | null;
  /** The first instant of these days, and the first one behind them. */
  from: string;
  to: string;
  money: MoneyOfPeriod;
  /** The greatest amount first. */
  refusals: RefusalsOfReason[];
  /** The greatest amount first, up to 10. */
  refusedBrands: RefusalsOfBrand[];
  /** The greatest amount first. */
  refusalsByRules: RefusalsByRules[];
  /** Whoever decided most comes first. */
  decisions: DecisionsOfManager[];
  setup: SetupProgress;
  /** Of the stand-in GettZap in trial mode, else null. */
  sandboxUrl: string | null;
}
