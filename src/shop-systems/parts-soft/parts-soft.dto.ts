import { ApiProperty, OmitType } from '@nestjs/swagger';
import type { StatusGroup } from '../../orders/order-statuses/order-status.entity.js';
import { FieldError } from '../../platform/field-error.dto.js';
import { Problem } from '../../platform/http/problem.dto.js';

/** What a business customer would have; buyers of a marketplace have nothing of it. */
export class PartsSoftEssential {
  company_name: string;
  inn: string;
  kpp: string;
}

export class PartsSoftCustomer {
  id: number;
  region_id: number;
  names: string;
  compile_name: string;
  email: string;
  /** The phone. */
  contact: string;
  essential: PartsSoftEssential;
  /** ISO 8601 with the region's offset, like all times. */
  created_at: string;
  updated_at: string;
}

export class PartsSoftItem {
  id: number;
  order_id: number;
  status_id: number;
  /** The manufacturer's number of the part. */
  oem: string;
  make_name: string;
  detail_name: string;
  qnt: number;
  /** Of one piece. */
  cost: number;
  /** The position's id at the marketplace. */
  comment: string;
  price_id: number | null;
  min_delivery_day: number | null;
  max_delivery_day: number | null;
}

export class PartsSoftOrder {
  id: number;
  /** The same as `id`. */
  order_id: number;
  /** Null = the items are in several statuses. */
  status_id: number | null;
  region_id: number;
  customer_id: number;
  customer: PartsSoftCustomer;
  created_at: string;
  /** Moves with every change of the order or of an item. */
  updated_at: string;
  /** The buyer's. */
  comment: string;
  /** The order's id at GettZap. */
  marketplace_id: string;
  /** The same. */
  load_order_client_number: string;
  /** Its number in 1C, where an exchange knows it. */
  id_1c: string | null;
  external_crm_id: string | null;
  order_items: PartsSoftItem[];
}

export class PartsSoftRegion {
  id: number;
  name: string;
}

export class PartsSoftStatusType {
  id: number;
  name: string;
  /** The group: `processing`, `prishlo` (arrived), `vydano` (issued), `refused`, `removed`. */
  code: string;
}

class Answer {
  @ApiProperty({ enum: ['OK'] })
  status: 'OK';
}

export class PartsSoftOrders extends Answer {
  orders: PartsSoftOrder[];
}

export class PartsSoftCustomers extends Answer {
  customers: PartsSoftCustomer[];
}

export class OnePartsSoftCustomer extends Answer {
  customer: PartsSoftCustomer;
}

export class PartsSoftRegions extends Answer {
  regions: PartsSoftRegion[];
}

export class PartsSoftStatusTypes extends Answer {
  order_status_types: PartsSoftStatusType[];
}

/** The shop has none of these; programs ask for them all the same. */
export class PartsSoftCustomerGroups extends Answer {
  @ApiProperty({ type: [Object] })
  customer_groups: never[];
}

export class PartsSoftDiscountTypes extends Answer {
  @ApiProperty({ type: [Object] })
  discount_types: never[];
}

export class PartsSoftProducts extends Answer {
  @ApiProperty({ type: [Object] })
  products: never[];
}

export class ChangePartsSoftStatus {
  /** Ids, separated by spaces, up to 500. */
  order_item_ids: string;
  status_id: string;
}

export class ChangedPartsSoftItems extends Answer {
  /** As they are now, in the sequence in which they were named. */
  order_items: PartsSoftItem[];
}

const CODES: Partial<Record<StatusGroup, string>> = { arrived: 'prishlo', issued: 'vydano' };

export function codeOf(group: StatusGroup): string {
  return CODES[group] ?? group;
}

/** What such a program reads of an error, and the rest of ours. */
export class PartsSoftError extends OmitType(Problem, ['status', 'errors']) {
  status: 'ERROR';
  /** The same as `detail`. */
  message: string;
  errors: FieldError[];
}
