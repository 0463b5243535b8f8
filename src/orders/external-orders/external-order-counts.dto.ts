import { OmitType } from '@nestjs/swagger';
import { ExternalOrderQuery } from './external-order.dto.js';

/** The filters of the list, without its state and paging. */
export class ExternalOrderCountQuery extends OmitType(ExternalOrderQuery, [
  'state',
  'page',
  'perPage',
  'sort',
] as const) {}

/** How many external orders are in each state, counted up to 10000; every state but `deleted` is there, also when it has none. */
export class ExternalOrderStateCounts {
  new: number;
  partially_decided: number;
  accepted: number;
  partially_accepted: number;
  refused: number;
  cancelled: number;
  needs_attention: number;
}

export class ExternalOrderCounts {
  states: ExternalOrderStateCounts;
  /** Of these states together. */
  total: number;
}
