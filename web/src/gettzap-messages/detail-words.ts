import type { Schemas } from '../api/client';
import { text } from './texts';

/** What is known besides the outcome; where a body that is not JSON cannot be read, in the reader's language. */
export function detailInWords({
  outcome,
  detail,
}: Pick<Schemas['GettzapMessageSummary'], 'outcome' | 'detail'>): string {
  const [, place] = (outcome === 'invalid_json' && /at position (\d+)$/.exec(detail)) || [];
  return place ? text('notJsonAt', { n: Number(place) + 1 }) : detail;
}
