import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { isApiError } from '../api/errors';
import { onLiveEvent } from '../api/live';
import { money } from '../i18n/format';
import { externalNumber } from '../shared/external-number';
import { closable } from '../shared/notify';
import { chimeOnce, isSoundOn } from './chime';
import { text, useTexts } from './texts';

/** Orders that come within this time are told of together. */
const GATHER_MS = 300;
/** More than so many are counted, not named: a few notes fill the corner, and what waits for room there would be told too late. */
const MANY = 2;
const COUNTED = 'new-external-orders';

/** Those that are told of at present by themselves, … */
const named = new Set<string>();
/** … and how many together. */
let counted = 0;

/** Tells of new external orders, wherever in the panel somebody is; with a sound for who wants it. @returns how to stop */
export function announceNewOrders(): () => void {
  let ids: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    // Told when somebody can see it.
    if (document.hidden || ids.length === 0) return;
    if (counted > 0 || ids.length + named.size > MANY) countThem(ids.length);
    else for (const id of ids) void name(id);
    ids = [];
  };
  const hear = (id: string) => {
    ids.push(id);
    if (timer) return;
    if (isSoundOn()) chimeOnce();
    timer = setTimeout(tell, GATHER_MS);
  };
  const stop = onLiveEvent('external-order.received', hear);
  document.addEventListener('visibilitychange', tell);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', tell);
    clearTimeout(timer);
  };
}

async function name(id: string): Promise<void> {
  named.add(id);
  const asked = call(api.GET('/api/external-orders/{id}', { params: { path: { id } } }));
  const order = await asked.catch((error: unknown) => (isApiError(error, 'not_found') ? null : undefined));
  // Counted meanwhile, or gone.
  if (!named.has(id) || order === null) return void named.delete(id);
  if (!order) {
    named.delete(id);
    return countThem(1);
  }
  notifications.show({
    id: noteOf(id),
    title: `${text('newOrder')} ${externalNumber(order.externalId)}`,
    message: (
      <>
        {[order.customer.name, money(order.total)].filter(Boolean).join(' · ')}{' '}
        <OpenLink href={`/external-orders/${id}`} />
      </>
    ),
    onClose: () => named.delete(id),
    ...howLong(),
  });
}

/** In one note, which takes the place of those that name them. */
function countThem(more: number): void {
  const isShown = counted > 0;
  counted += more + named.size;
  for (const id of named) notifications.hide(noteOf(id));
  named.clear();
  const note = {
    id: COUNTED,
    title: text('newOrders', { count: counted }),
    message: <OpenLink href="/external-orders" />,
    onClose: () => {
      counted = 0;
    },
    ...howLong(),
  };
  if (isShown) notifications.update(note);
  else notifications.show(note);
}

const noteOf = (id: string) => `external-order-${id}`;
const howLong = () => ({ autoClose: 8_000, withCloseButton: true, ...closable() });

function OpenLink({ href }: { href: string }) {
  const t = useTexts();
  return (
    <Anchor component={Link} href={href} size="sm" underline="always">
      {t('newOrderOpen')}
    </Anchor>
  );
}
