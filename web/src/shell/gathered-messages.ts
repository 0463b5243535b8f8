import type { Schemas } from '../api/client';
import { text } from './bell-texts';

type Message = Pick<Schemas['ManagerNotificationView'], 'part' | 'title' | 'text' | 'page'>;

const NAMED = 4;

export interface Gathered {
  part: Message['part'];
  /** What is shown takes the place of what was shown with the same. */
  tag: string;
  title: string;
  body: string;
  /** Where a click leads; null = to the bell. */
  page: string | null;
}

/** Two at most, however much came: the new orders, and what somebody has to act on. @param messages newest first */
export function gathered(messages: Message[]): Gathered[] {
  return [
    ...gatheredOf(messages, 'new_orders', 'newOrders', '/external-orders?state=new'),
    ...gatheredOf(messages, 'action', 'action', null),
  ];
}

function gatheredOf(
  messages: Message[],
  part: Message['part'],
  title: 'newOrders' | 'action',
  page: string | null,
): Gathered[] {
  const some = messages.filter((message) => message.part === part);
  const [newest] = some;
  if (!newest) return [];
  const tag = `partsdesk-${part}`;
  if (some.length === 1) return [{ part, tag, title: newest.title, body: newest.text, page: newest.page }];
  const titles = some.slice(0, NAMED).map((message) => message.title);
  const body = [...titles, some.length > NAMED && '…'].filter(Boolean).join('\n');
  return [{ part, tag, title: text(title, { count: some.length }), body, page }];
}
