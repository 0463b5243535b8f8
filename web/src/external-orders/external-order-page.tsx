import { ActionIcon, Button, Menu, Stack } from '@mantine/core';
import { externalOrderQuery } from '../shared/external-order-query';
import { IconListDetails } from '../shared/icons';
import { IconArrowBackUp, IconArrowDown, IconArrowUp, IconTrash } from '../shared/page-icons';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import type { Schemas } from '../api/client';
import { currentTime } from '../api/clock';
import { useWords } from '../i18n/words';
import { useOffers } from '../offers/use-offers';
import { TimeLeft, useWarnMinutes } from '../deadlines/time-left';
import { useMay } from '../session/session';
import { RuleUndoBar } from '../processing-rules/rule-undo-bar';
import { ExternalOrderBadge } from '../shared/badges';
import { Page } from '../shared/page';
import { ListSkeleton, Loaded } from '../shared/page-states';
import { RowMenu } from '../shared/row-menu';
import { useShortcuts } from '../shared/shortcuts';
import { useUnsavedGuard } from '../shared/unsaved';
import { useIsOnline } from '../shell/connection-watch';
import { useReadWhenOpened } from '../shell/unread';
import { AssigneeControl } from '../teamwork/assignee';
import { BuyerCard } from './buyer-card';
import { ClaimBadge, useClaim } from '../teamwork/claim';
import { DecisionCard } from './decision-card';
import { DeleteDialog } from './delete-dialog';
import classes from './detail.module.css';
import { useTexts } from './detail-texts';
import { useDraft } from './draft';
import { FlagBadges } from './flags';
import { HistoryCard } from './history-card';
import { MessagesCard } from './messages-card';
import { NotesCard } from '../teamwork/notes-card';
import { NotUnderstood } from './not-understood';
import { NotificationsCard } from './notifications-card';
import { MeanwhileBar, OrderBars } from './order-bars';
import { useOrderTitle } from './order-number';
import { PositionsCard } from './positions-card';
import { useNeighbours } from './trail';
import { useDecision } from './use-decision';
import { useReopening } from './use-reopening';

type Order = Schemas['ExternalOrderDetail'];

const LOOK_AGAIN_MS = 2_000;

/** One external order: what was ordered, the decision about it, and all that happened. */
export default function ExternalOrderPage() {
  const t = useTexts();
  const words = useWords();
  const { id = '' } = useParams();
  const { back } = useNeighbours(id);
  const order = useQuery({
    ...externalOrderQuery(id),
    refetchInterval: ({ state: { data } }) =>
      data?.undo ? Math.max(Date.parse(data.undo.until) - currentTime(), 0) + LOOK_AGAIN_MS : false,
  });
  return order.data ? (
    <ShownOrder key={id} order={order.data} />
  ) : (
    <Page
      title={order.error ? words('externalOrder') : t('title', { number: '…' })}
      back={{ href: back, label: t('back') }}
    >
      <Loaded query={order} skeleton={<ListSkeleton rows={6} />}>
        {() => null}
      </Loaded>
    </Page>
  );
}

function ShownOrder({ order }: { order: Order }) {
  useReadWhenOpened(order.id);
  const t = useTexts();
  const orderTitle = useOrderTitle();
  const mayDecide = useMay('decide');
  const mayReadJournal = useMay('readJournal');
  const isOnline = useIsOnline();
  const warnMinutes = useWarnMinutes();
  const reasonField = useRef<HTMLInputElement>(null);
  const offers = useOffers(order.id);
  const draft = useDraft(order, offers);
  const { decide, pending, meanwhile } = useDecision(order, draft, offers);
  useUnsavedGuard(draft.isDirty && mayDecide);
  const { id, externalId, state, positions } = order;
  const { back, previousId, nextId } = useNeighbours(id);

  const needsAttention = state === 'needs_attention';
  const isOpen = mayDecide && (draft.open.length > 0 || needsAttention);
  // The buttons of an order that was cancelled before anybody decided stay, but nothing comes of them.
  const isOff = state === 'cancelled' && positions.every((position) => position.acceptedQuantity === 0);
  useClaim(id, isOpen);
  const [, navigate] = useLocation();
  const goTo = (to: string | undefined) => to && navigate(`/external-orders/${to}`);
  const accept = () => {
    if (!isOpen || needsAttention || !isOnline || pending) return;
    if (draft.hasMistakes) document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus();
    else decide('accept');
  };
  useShortcuts([
    { keys: 'KeyJ', label: t('shortcutNext'), run: () => goTo(nextId) },
    { keys: 'KeyK', label: t('shortcutPrevious'), run: () => goTo(previousId) },
    ...(isOpen
      ? [
          { keys: 'KeyA', label: t('shortcutAccept'), run: accept },
          { keys: 'KeyR', label: t('shortcutRefuse'), run: () => reasonField.current?.focus() },
        ]
      : []),
  ]);
  return (
    <Page
      title={orderTitle(externalId)}
      beside={
        <>
          <ExternalOrderBadge state={state} />
          <FlagBadges order={order} />
          {order.decideBy && (
            <TimeLeft
              by={order.decideBy}
              regionId={order.regionId}
              warnMinutes={warnMinutes(order.connectionId)}
              kind="decide"
            />
          )}
          {isOpen && <ClaimBadge claim={order.claim} />}
        </>
      }
      back={{ href: back, label: t('back') }}
      actions={<Actions order={order} previousId={previousId} nextId={nextId} onGoTo={goTo} />}
    >
      <OrderBars order={order} />
      {order.undo && <RuleUndoBar order={order} undo={order.undo} />}
      <MeanwhileBar order={order} {...meanwhile} />
      {needsAttention && <NotUnderstood order={order} />}
      <div className={classes.columns}>
        <PositionsCard
          order={order}
          draft={draft}
          offers={offers}
          isOpen={isOpen && !needsAttention}
          onConfirm={accept}
        />
        <Stack className={classes.side}>
          {(isOpen || (isOff && mayDecide)) && (
            <DecisionCard
              order={order}
              draft={draft}
              isOff={isOff}
              pending={pending}
              reasonField={reasonField}
              onDecide={decide}
            />
          )}
          <BuyerCard order={order} />
          <NotesCard externalOrderId={id} regionId={order.regionId} notes={order.notes} />
          <HistoryCard order={order} />
        </Stack>
        <Stack>
          <NotificationsCard order={order} />
          {mayReadJournal && <MessagesCard externalOrderId={id} />}
        </Stack>
      </div>
    </Page>
  );
}

interface ActionsProps {
  order: Order;
  previousId: string | undefined;
  nextId: string | undefined;
  onGoTo(id: string | undefined): void;
}

function Actions({ order, previousId, nextId, onGoTo }: ActionsProps) {
  const { id, orderId, state, regionId, assignee } = order;
  const t = useTexts();
  const mayDecide = useMay('decide');
  const isOnline = useIsOnline();
  const reopen = useReopening(order);
  const [isDeleting, setDeleting] = useState(false);
  const step = { variant: 'default', size: 'lg' } as const;
  return (
    <>
      {mayDecide && reopen && (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          disabled={!isOnline}
          loading={reopen.isPending}
          onClick={() => reopen.mutate()}
        >
          {t('reopen')}
        </Button>
      )}
      <AssigneeControl externalOrderId={id} regionId={regionId} assignee={assignee} />
      {orderId && (
        <Button
          component={Link}
          href={`/orders/${orderId}`}
          variant="light"
          leftSection={<IconListDetails size={16} aria-hidden />}
        >
          {t('shopOrder', { id: orderId })}
        </Button>
      )}
      <ActionIcon.Group>
        <ActionIcon {...step} aria-label={t('previous')} disabled={!previousId} onClick={() => onGoTo(previousId)}>
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon {...step} aria-label={t('next')} disabled={!nextId} onClick={() => onGoTo(nextId)}>
          <IconArrowDown size={16} />
        </ActionIcon>
      </ActionIcon.Group>
      {mayDecide && state !== 'deleted' && (
        <RowMenu {...step} label={t('actions')}>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} />}
            disabled={!isOnline}
            onClick={() => setDeleting(true)}
          >
            {t('delete')}
          </Menu.Item>
        </RowMenu>
      )}
      {isDeleting && <DeleteDialog id={id} onClose={() => setDeleting(false)} />}
    </>
  );
}
