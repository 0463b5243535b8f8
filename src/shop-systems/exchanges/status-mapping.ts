import { OrderStatus, type StatusDirectory } from '../../orders/order-statuses/order-status.entity.js';
import { foldedText } from '../../platform/folded-text.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import type { ExchangeStatus } from './exchange.entity.js';

/** Characters of a value; what goes on says no more. */
export const LONGEST_VALUE = 255;

/** What a value means here. */
export interface Meaning {
  /** As it came. */
  value: string;
  status: OrderStatus;
  /** It is the id or the name of our own status, to which nobody has given another meaning. */
  isOurs: boolean;
}

/** Two values are the same status over there whatever their case and spaces. */
function folded(value: string): string {
  return foldedText(value).replaceAll(' ', '');
}

export function valueHashOf(value: string): string {
  return sha256(folded(value.slice(0, LONGEST_VALUE)));
}

/** What the values of an exchange mean here: by its table, else a status of ours by its id or name. */
export class StatusMapping {
  private readonly rows: Map<string, ExchangeStatus>;

  constructor(
    rows: ExchangeStatus[],
    private readonly directory: StatusDirectory,
    /** A number may be the id of a status of ours, which the other side was told. */
    private readonly knowsOurIds = true,
  ) {
    this.rows = new Map(rows.map((row) => [row.valueHash, row]));
  }

  rowOf(value: string): ExchangeStatus | undefined {
    return this.rows.get(valueHashOf(value));
  }

  /** @returns the first of the values that means something, with what it means */
  resolve(values: string[]): Meaning | undefined {
    for (const value of values) {
      const said = this.statusSaid(value);
      const status = said ?? this.ownStatus(value);
      if (status) return { value: value.slice(0, LONGEST_VALUE), status, isOurs: !said };
    }
    return undefined;
  }

  private statusSaid(value: string): OrderStatus | undefined {
    const statusId = this.rowOf(value)?.statusId;
    return statusId ? this.directory.get(statusId) : undefined;
  }

  private ownStatus(value: string): OrderStatus | undefined {
    const isId = this.knowsOurIds && /^[1-9]\d{0,8}$/.test(value);
    const byId = isId ? this.directory.get(Number(value)) : undefined;
    return byId ?? [...this.directory.values()].find(({ name }) => folded(name) === folded(value));
  }
}
