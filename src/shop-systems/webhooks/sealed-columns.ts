import type { SealedColumn } from '../../platform/secrets/sealed-column.js';
import { Webhook } from './webhook.entity.js';

/** Where the secret of a web-hook is bound to. */
export function secretPlaceOf({ id }: { id: number }): string {
  return `webhooks:${id}:secret`;
}

export const WEBHOOK_SEALED_COLUMNS: SealedColumn<Webhook>[] = [
  { entity: Webhook, column: 'secretSealed', placeOf: secretPlaceOf },
];
