import type { AbcpOrders } from '../../../sandbox/abcp/orders.js';
import type { PartsSoft } from '../../../sandbox/parts-soft/parts-soft.js';
import type { Books } from '../../../sandbox/one-c/books.js';
import type { Ledger } from '../../../sandbox/sandbox.js';
import type { SteadyApi } from '../world/api.js';
import type { TrialDatabase } from '../world/database.js';
import type { Poster } from '../world/poster.js';
import type { Replica } from '../world/replica.js';

/** What the invariants look at: any world is one. */
export interface Observed {
  isEmbedded: boolean;
  database: Pick<TrialDatabase, 'rows' | 'tables' | 'files'>;
  poster: Pick<Poster, 'acknowledged' | 'posted' | 'answers'>;
  api: Pick<SteadyApi, 'failures'>;
  replicas: ReadonlyArray<Pick<Replica, 'output' | 'unexpectedEnds' | 'peakMemoryMb'>>;
  sandbox: { ledger: Pick<Ledger, 'requests'> };
  /** The shop's 1C, with what the site answered that no fault excuses; undefined = it has none. */
  oneC?: { books: Pick<Books, 'all' | 'document' | 'problems'>; mistakes: readonly string[] } | undefined;
  /** The shop's ABCP; undefined = it has none. */
  abcp?: { orders: Pick<AbcpOrders, 'all'> } | undefined;
  /** The shop's PARTS SOFT; undefined = it has none. */
  partsSoft?: Pick<PartsSoft, 'items'> | undefined;
  /** What must never be seen, by what it is. */
  secretTexts(): Record<string, string>;
}
