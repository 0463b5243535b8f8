import { ABCP_RULES } from './abcp.js';
import { ACCESS } from './access.js';
import { DEADLINE_RULES } from './deadlines.js';
import { DIVIDING_RULES } from './dividing.js';
import { EXCHANGE_RULES } from './exchanges.js';
import type { Mutant } from './mutant.js';
import { OFFER_RULES } from './offers.js';
import { ORDER_OFFERS } from './order-offers.js';
import { ORDERS } from './orders.js';
import { OUTBOX } from './outbox.js';
import { PARTS_SOFT_RULES } from './parts-soft.js';
import { PARTS_SOFT_PUSH_RULES } from './parts-soft-push.js';
import { PROCESSING_RULES } from './processing-rules.js';
import { TEAMWORK_RULES } from './teamwork.js';
import { UNDO_RULES } from './undo.js';

export const MUTANTS: readonly Mutant[] = [
  ...ABCP_RULES,
  ...ACCESS,
  ...DEADLINE_RULES,
  ...DIVIDING_RULES,
  ...EXCHANGE_RULES,
  ...OFFER_RULES,
  ...ORDER_OFFERS,
  ...ORDERS,
  ...OUTBOX,
  ...PARTS_SOFT_RULES,
  ...PARTS_SOFT_PUSH_RULES,
  ...PROCESSING_RULES,
  ...TEAMWORK_RULES,
  ...UNDO_RULES,
];
