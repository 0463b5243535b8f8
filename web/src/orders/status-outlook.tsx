import { Anchor, Box, Group, Stack, Text } from '@mantine/core';
import { IconSend, IconSendOff } from '../shared/page-icons';
import { Link } from 'wouter';
import { useWords } from '../i18n/words';
import { useMay } from '../session/session';
import { StatusBadge } from '../shared/badges';
import classes from './orders.module.css';
import type { StatusPreview } from './item-status';
import { partWithPieces, type OrderSummary } from './order-words';
import { useStatusTexts } from './status-texts';

type Notice = StatusPreview['notices'][number];

interface Props {
  outlook: StatusPreview;
  orders: OrderSummary[];
  statusId: string;
}

/** More than these are only counted. */
const SHOWN = 12;

/** What the change does to items and orders, what GettZap receives of it, and what not and why. */
export function StatusOutlook({ outlook, orders, statusId }: Props) {
  const t = useStatusTexts();
  const { changed, unchanged, notices } = outlook;
  const told = notices.filter(({ isSent }) => isSent);
  const untold = notices.filter(({ isSent }) => !isSent);
  const subject = useSubjects(orders);
  if (changed === 0) return <Text size="sm">{t('nothingChanges')}</Text>;
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Text size="sm">
          {t('willChange', { count: changed })}
          {unchanged > 0 && `, ${t('alreadyIn', { count: unchanged })}`}
        </Text>
        <OrdersAfter outlook={outlook} orders={orders} />
      </Group>
      {told.length > 0 && (
        <Box className={classes.told}>
          <Text size="sm" fw={600} mb={4}>
            {t('willReceive', { count: told.length })}
          </Text>
          <Stack gap={6}>
            {told.slice(0, SHOWN).map((notice, index) => (
              <ToldNotice key={index} notice={notice} subject={subject(notice)} />
            ))}
            {told.length > SHOWN && (
              <Text size="sm" c="dimmed">
                {t('andMore', { count: told.length - SHOWN })}
              </Text>
            )}
          </Stack>
        </Box>
      )}
      {untold.length > 0 && <Untold notices={untold} subject={subject} statusId={statusId} outlook={outlook} />}
      {notices.length === 0 && <Text size="sm">{t('receivesNothing')}</Text>}
    </Stack>
  );
}

function OrdersAfter({ outlook, orders }: { outlook: StatusPreview; orders: OrderSummary[] }) {
  const t = useStatusTexts();
  const [only] = outlook.orders;
  if (outlook.orders.length > 1 || !only) return null;
  const before = orders.find(({ id }) => id === only.id)?.status?.id ?? null;
  if (before === (only.status?.id ?? null)) return null;
  return (
    <Group gap={6}>
      <Text size="sm">{t('orderBecomes')}</Text>
      {only.status ? <StatusBadge status={only.status} /> : <Text size="sm">{t('noSingleStatus')}</Text>}
    </Group>
  );
}

function ToldNotice({ notice, subject }: { notice: Notice; subject: string }) {
  const t = useStatusTexts();
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <IconSend size={16} aria-hidden className={classes.noticeIcon} />
      <div className={classes.noticeBody}>
        <Text size="xs" c="dimmed">
          {subject} → <code>{notice.status}</code>
        </Text>
        <Text size="sm" className={classes.noticeText}>
          {notice.text || t('withoutText')}
        </Text>
      </div>
    </Group>
  );
}

interface UntoldProps {
  notices: Notice[];
  subject(notice: Notice): string;
  statusId: string;
  outlook: StatusPreview;
}

/** Those that are not told for one reason stand together. */
function Untold({ notices, subject, statusId, outlook }: UntoldProps) {
  const t = useStatusTexts();
  const words = useWords();
  const isAdmin = useMay('administer');
  const groups = togetherBy(notices, ({ kind, reason }) => `${kind} ${reason}`);
  return (
    <Box className={classes.untold}>
      <Text size="sm" fw={600} mb={4}>
        {t('willNotReceive')}
      </Text>
      <Stack gap={6}>
        {groups.map((group) => {
          const [{ kind, reason, orderId }] = group;
          // What an order comes into is not always what its item was put into.
          const reached = outlook.orders.find(({ id }) => id === orderId)?.status?.id;
          const settings = kind === 'order_status' ? reached : statusId;
          return (
            <Group key={`${kind} ${reason}`} gap="xs" wrap="nowrap" align="flex-start">
              <IconSendOff size={16} aria-hidden className={classes.noticeIcon} />
              <Text size="sm" className={classes.noticeText}>
                {group.length === 1 ? subject(group[0]) : `${words(`noticeKind.${kind}`)} × ${group.length}`}
                {': '}
                {skipReason(group[0], t)}
                {isAdmin && reason === 'no_status_configured' && settings && (
                  <>
                    {' '}
                    <Anchor component={Link} href={`/order-statuses/${settings}`} inherit underline="always">
                      {t('configure')}
                    </Anchor>
                  </>
                )}
              </Text>
            </Group>
          );
        })}
      </Stack>
    </Box>
  );
}

/** Why GettZap is not told of a change; what has no words is told as the service says it. */
function skipReason({ kind, reason }: Notice, t: ReturnType<typeof useStatusTexts>): string {
  if (reason === 'no_external_id') return t('skip.noExternalId');
  if (reason !== 'no_status_configured') return reason;
  return t(kind === 'order_status' ? 'skip.noOrderStatus' : 'skip.noItemStatus');
}

function togetherBy<T>(all: T[], key: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups.values()];
}

/** What a notice is about, in words: the part, or the whole order; with its number where there are several. */
function useSubjects(orders: OrderSummary[]): (notice: Notice) => string {
  const t = useStatusTexts();
  const items = new Map(orders.flatMap((order) => order.items.map((item) => [item.id, item] as const)));
  return ({ orderId, itemId, quantity }) => {
    const item = itemId === null ? undefined : items.get(itemId);
    const part = item ? partWithPieces(item, quantity) : t('item');
    const what = itemId === null ? t('wholeOrder') : part;
    return orders.length > 1 ? `${t('orderNumber', { number: orderId })}, ${what}` : what;
  };
}
