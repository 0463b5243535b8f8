import { text } from './texts';

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
  'user',
  'api_key',
  'webhook',
  'email',
  'list',
] as const;

export function subjectInWords(subject: string): string {
  return orItself(subject, `subject.${subject}` as Key);
}

export function actionInWords(action: string): string {
  return orItself(action, `action.${action}` as Key);
}

const PAGES: Record<string, string> = {
  external_order: '/external-orders',
  order: '/orders',
  marketplace_connection: '/marketplaces',
  order_status: '/order-statuses',
};

/** The page of a thing that was changed; undefined where there is none, or not any more. */
export function pageOf({ subject, subjectId, action }: { subject: string; subjectId: string; action: string }) {
  // A deleted external order can still be looked at.
  if (!PAGES[subject] || (action === 'delete' && subject !== 'external_order')) return undefined;
  return `${PAGES[subject]}/${subjectId}`;
}

/** What a later version writes down has no words here. */
function orItself(name: string, key: Key): string {
  const words = text(key);
  return words === key ? name : words;
}
