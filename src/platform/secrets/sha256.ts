import { hash } from 'node:crypto';

/** In hex. One call instead of a `Hash` object: a third of the time for what is as short as an id or an order. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}
