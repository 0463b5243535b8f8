import { known, text } from './texts';

type Key = Parameters<typeof text>[0];

/** Kinds of things that are changed. */
export const SUBJECTS = [
  'external_order',
  'order',
  'delivery',
  'gettzap_message',
  'marketplace_connection',
  'order_status',
  'region',
  'brand',
  'user',
  'api_key',
  'webhook',
  'exchange',
  'hand_over',
  'proposal',
  'price_list',
  'price_list_import',
  'processing_rule',
  'email',
  'list',
] as const;

/** What is done to them, in the order in which they are looked for. */
export const ACTIONS = [
  'accept',
  'refuse',
  'undo',
  'reopen',
  'see_change',
  'write_note',
  'assign',
  'set_item_status',
  'create',
  'update',
  'delete',
  'retry',
  'cancel',
  'resume',
  'reprocess',
  'replace_link',
  'revoke_link',
  'replace_secret',
  'replace_password',
  'map_statuses',
  'repeat',
  'decide',
  'publish',
  'discard',
  'end_sessions',
  'test_letter',
  'test_letter_refused',
  'export',
  'delete_personal_data',
] as const;

export function subjectInWords(subject: string): string {
  return wordsOr('otherSubject', `subject.${subject}`);
}

export function actionInWords(action: string): string {
  return wordsOr('otherAction', `action.${action}`);
}

const PAGES: Record<string, (id: string) => string> = {
  user: () => '/users',
  region: () => '/regions',
  brand: () => '/brands',
  api_key: () => '/integrations',
  webhook: () => '/integrations?tab=webhooks',
  email: () => '/system?topic=email',
  delivery: (id) => `/gettzap-notifications?id=${id}`,
  gettzap_message: (id) => `/gettzap-messages?id=${id}`,
  external_order: (id) => `/external-orders/${id}`,
  order: (id) => `/orders/${id}`,
  marketplace_connection: (id) => `/marketplaces/${id}`,
  order_status: (id) => `/order-statuses/${id}`,
  exchange: (id) => `/exchanges/${id}`,
  price_list: (id) => `/price-lists/${id}`,
  processing_rule: (id) => `/processing-rules/${id}`,
};

/** The page of a thing that was changed; undefined where there is none, or not any more. */
export function pageOf({ subject, subjectId, action }: { subject: string; subjectId: string; action: string }) {
  // A deleted external order can still be looked at.
  if (action === 'delete' && subject !== 'external_order') return undefined;
  return PAGES[subject]?.(subjectId);
}

/** What a later version writes down has no words here. */
function wordsOr(otherwise: Key, key: string): string {
  return known(key) ?? text(otherwise);
}
