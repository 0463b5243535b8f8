import { Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { dateTime } from '../i18n/format';
import { type OrderItem, partWithPieces } from './order-words';
import classes from './orders.module.css';
import { HistoryTimeline } from '../shared/history-timeline';
import { Section } from '../shared/section';
import { useTexts } from './texts';

type Entry = Schemas['OrderHistoryView'];

const SHOWN_PARTS = 3;

/** What happened to the order, newest first. What was done at one stroke stands together. */
export function OrderHistory({ order: { history, historyOmitted, items } }: { order: Schemas['OrderDetail'] }) {
  const t = useTexts();
  return (
    <Section title={t('history')}>
      <HistoryTimeline
        entries={together(history, sameStroke).reverse()}
        omitted={historyOmitted}
        className={classes.timeline}
      >
        {(entries) => {
          const [{ at, actor }] = entries;
          const comment = entries.find((entry) => entry.comment)?.comment;
          const isOfClient = entries.some(({ kind }) => kind === 'cancelled_by_client' || kind === 'changed_by_buyer');
          return (
            <>
              {together(entries, sameWay).map((group, line) => (
                <Text key={line} size="sm" className={classes.noticeText}>
                  {inWords(group, items, t)}
                </Text>
              ))}
              {comment && (
                <Text size="sm" c="dimmed" className={classes.noticeText}>
                  {t('said', { comment })}
                </Text>
              )}
              <Text size="xs" c="dimmed">
                <time dateTime={at}>{dateTime(at)}</time> · {actor || t(isOfClient ? 'byClient' : 'byService')}
              </Text>
            </>
          );
        }}
      </HistoryTimeline>
    </Section>
  );
}

/** Entries that follow each other and belong together. */
function together(entries: Entry[], isSame: (one: Entry, other: Entry) => boolean): Entry[][] {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last && isSame(last[0], entry)) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

/** Of one change: one moment, one person. */
function sameStroke(one: Entry, other: Entry): boolean {
  return one.at === other.at && one.actor === other.actor;
}

/** Items that passed from and into the same. */
function sameWay(one: Entry, other: Entry): boolean {
  return one.kind === other.kind && one.fromStatus === other.fromStatus && one.toStatus === other.toStatus;
}

function inWords(entries: Entry[], items: OrderItem[], t: ReturnType<typeof useTexts>): string {
  const [{ kind, fromStatus, toStatus }] = entries;
  const parts = partsOf(entries, items, t);
  switch (kind) {
    case 'created':
      return t('happened.created', { status: toStatus });
    case 'extended':
      return t('happened.extended', { status: toStatus });
    case 'extension_undone':
      return t('happened.extensionUndone');
    case 'item_status':
      return t('happened.itemStatus', { parts, from: fromStatus, to: toStatus });
    case 'item_status_undone':
      return t('happened.itemStatusUndone', { parts, from: fromStatus, to: toStatus });
    case 'order_status':
      if (!toStatus) return t('happened.orderLeft', { from: fromStatus });
      return fromStatus
        ? t('happened.orderStatus', { from: fromStatus, to: toStatus })
        : t('happened.orderReached', { to: toStatus });
    case 'status_replaced':
      return t('happened.statusReplaced', { parts, from: fromStatus, to: toStatus });
    case 'cancelled_by_client':
      return areAll(entries, items)
        ? t('happened.allCancelledByClient', { count: items.length })
        : t('happened.cancelledByClient', { parts });
    case 'cancel_conflict':
      return t('happened.cancelConflict');
    case 'changed_by_buyer':
      return t('happened.changedByBuyer');
    case 'change_seen':
      return t('happened.changeSeen');
  }
}

function areAll(entries: Entry[], items: OrderItem[]): boolean {
  return items.length > 1 && entries.length === items.length;
}

function partsOf(entries: Entry[], items: OrderItem[], t: ReturnType<typeof useTexts>): string {
  if (areAll(entries, items)) return t('allItems', { count: items.length });
  const parts = entries.flatMap(({ itemId, quantity }) =>
    items.filter(({ id }) => id === itemId).map((item) => partWithPieces(item, quantity)),
  );
  if (parts.length <= SHOWN_PARTS) return parts.join(', ');
  return t('partsAndMore', { parts: parts.slice(0, SHOWN_PARTS).join(', '), count: parts.length - SHOWN_PARTS });
}
