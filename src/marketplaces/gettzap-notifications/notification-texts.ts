import type { TextValues } from '../../orders/order-statuses/text-variables.js';
import type { OfferedLine } from '../../orders/orders/offered-line.js';
import { formatMinor } from '../../platform/money.js';

export interface TextFacts {
  /** Null = there is no order. */
  orderNumber: string | null;
  externalId: string;
  regionName: string;
  /** The position or item that is spoken of. */
  line?: OfferedLine;
  /** Status of the item; absent = none yet. */
  itemStatus?: string;
  /** The status passed into. */
  status?: string;
  reason?: string;
  comment?: string;
}

/** The values of a text, under PARTS SOFT's names; what there is not in this case is null. */
export function textValues(facts: TextFacts): TextValues {
  const { orderNumber, externalId, regionName, line, itemStatus, status, reason, comment } = facts;
  return {
    order: { order_id: orderNumber, external_id: externalId },
    order_item: line
      ? {
          oem: line.number,
          make_name: line.brand,
          detail_name: line.name,
          qnt: line.quantity,
          cost: formatMinor(line.priceMinor),
          first_cost: line.offer && formatMinor(line.offer.priceMinor),
          price_name: line.offer?.priceListName ?? null,
          comment: line.comment,
          status: itemStatus ? { name: itemStatus } : null,
        }
      : null,
    status: status ? { name: status } : null,
    region: { name: regionName },
    reason: reason || null,
    comment: comment || null,
  };
}
