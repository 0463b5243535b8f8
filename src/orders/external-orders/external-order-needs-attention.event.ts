import type { FieldError } from '../../platform/field-error.dto.js';
import type { ToldExternalOrder } from './external-orders-received.event.js';

/** Something came in that could not be understood: a person has to look. */
export class ExternalOrderNeedsAttention {
  constructor(
    readonly externalOrder: ToldExternalOrder,
    readonly problems: FieldError[],
    /** False: the inbox had an earlier content of it. */
    readonly isNew: boolean,
  ) {}
}
