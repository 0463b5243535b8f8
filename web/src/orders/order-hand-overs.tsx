import { Anchor, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import {
  type Exchange,
  type ExchangeKind,
  type HandOver,
  tabAddress,
  useExchanges,
  isCalled,
} from '../exchanges/exchange';
import {
  attemptsAddress,
  HandOverBadge,
  mayBeLeftOut,
  useLeaveOut,
  useRepeat,
  useWhyNot,
} from '../exchanges/hand-over-state';
import { useHandOverTexts } from '../exchanges/hand-over-texts';
import { dateTime } from '../i18n/format';
import { useMay } from '../session/session';
import { IconBan, IconRefresh } from '../shared/page-icons';
import { Section } from '../shared/section';
import { useIsOnline } from '../shell/connection-watch';
import classes from './orders.module.css';

/** The order at the shop's own systems; nothing where there are none. */
export function OrderHandOvers({ order: { handOvers } }: { order: Schemas['OrderDetail'] }) {
  const t = useHandOverTexts();
  const mayWork = useMay('workExchanges');
  // Those that lie in the user's regions alone: an order may be handed over by others, too.
  const { data: exchanges = [] } = useExchanges({ isAsked: mayWork && handOvers.length > 0, isWatched: false });
  if (handOvers.length === 0) return null;
  return (
    <Section title={t('title')}>
      <Stack gap="sm" role="list" aria-label={t('title')}>
        {handOvers.map((handOver) => (
          <HandOverLine
            key={handOver.id}
            handOver={handOver}
            exchange={exchanges.find(({ id }) => id === handOver.exchangeId)}
          />
        ))}
      </Stack>
    </Section>
  );
}

function HandOverLine({ handOver, exchange }: { handOver: HandOver; exchange: Exchange | undefined }) {
  const t = useHandOverTexts();
  const maySeeAttempts = useMay('administer');
  const error = useWhyNot()(handOver);
  const kind = exchange?.kind;
  const { exchangeId, exchangeName, orderId, state, number, revision, returnedStatus, confirmedAt } = handOver;
  const facts = [
    error,
    number && `${t('numberThere')}: ${number}`,
    returnedStatus && `${t('returnedStatus')}: ${returnedStatus}`,
    revision > 1 && t('revision', { revision }),
    state !== 'confirmed' && confirmedAt && t('confirmedBefore', { time: dateTime(confirmedAt) }),
  ];
  return (
    <div role="listitem" className={classes.delivery}>
      {exchange ? (
        <Anchor component={Link} href={tabAddress(exchangeId, 'hand-overs')} size="sm" fw={600} c="inherit">
          {exchangeName}
        </Anchor>
      ) : (
        <Text size="sm" fw={600}>
          {exchangeName}
        </Text>
      )}
      <Group my={4}>
        <HandOverBadge state={state} kind={kind} confirmedAt={confirmedAt} />
      </Group>
      {facts.map(
        (fact) =>
          fact && (
            <Text key={fact} size="sm" className={classes.noticeText}>
              {fact}
            </Text>
          ),
      )}
      {exchange && (
        <Group gap="4px 16px" mt={4}>
          <Anchor component={Link} href={tabAddress(exchangeId, 'preview', `&order=${orderId}`)} size="sm">
            {t('preview')}
          </Anchor>
          {kind && isCalled(kind) && maySeeAttempts && (
            <Anchor component={Link} href={attemptsAddress(handOver, kind)} size="sm">
              {t('attempts')}
            </Anchor>
          )}
        </Group>
      )}
      <Group gap="xs">
        {exchange && state !== 'waiting' && <Repeat handOver={handOver} kind={kind} />}
        {mayBeLeftOut(handOver, kind) && <LeaveOut handOver={handOver} />}
      </Group>
    </div>
  );
}

function LeaveOut({ handOver }: { handOver: HandOver }) {
  const t = useHandOverTexts();
  const isOnline = useIsOnline();
  const leaveOut = useLeaveOut();
  return (
    <Tooltip label={t('leaveOutHint')} multiline maw={320}>
      <Button
        size="compact-sm"
        variant="default"
        mt="xs"
        leftSection={<IconBan size={14} aria-hidden />}
        loading={leaveOut.isPending}
        disabled={!isOnline}
        onClick={() => leaveOut.mutate(handOver)}
      >
        {t('leaveOut')}
      </Button>
    </Tooltip>
  );
}

function Repeat({ handOver, kind }: { handOver: HandOver; kind: ExchangeKind | undefined }) {
  const t = useHandOverTexts();
  const isOnline = useIsOnline();
  const repeat = useRepeat(kind);
  return (
    <Button
      size="compact-sm"
      variant={handOver.state === 'failed' ? 'light' : 'default'}
      mt="xs"
      leftSection={<IconRefresh size={14} aria-hidden />}
      loading={repeat.isPending}
      disabled={!isOnline}
      onClick={() => repeat.mutate(handOver)}
    >
      {t('repeat')}
    </Button>
  );
}
