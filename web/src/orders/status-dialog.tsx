import { Alert, Button, Checkbox, Group, Modal, Skeleton, Stack, Text, Textarea } from '@mantine/core';
import { getHotkeyHandler, useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { isUnderWay, outOfDate, queries } from '../api/queries';
import { StatusSelect } from '../order-statuses/status-select';
import { type OrderStatus, useStatuses } from '../order-statuses/use-statuses';
import { notifyFailure, reasonInWords } from '../shared/notify';
import { notifyUndoable } from '../shared/undo';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useIsOnline } from '../shell/connection-watch';
import { previewStatus, type ItemsByOrder, setStatus } from './item-status';
import { isGivenUp, type OrderSummary } from './order-words';
import classes from './orders.module.css';
import { OvertakenOrders } from './overtaken-orders';
import { PiecesFields, piecesOf, type TypedPieces } from './pieces-fields';
import { StatusOutlook } from './status-outlook';
import { useStatusTexts } from './status-texts';
import { useTexts } from './texts';

/** Where a status is to be set. */
export interface StatusRequest {
  orders: OrderSummary[];
  /** Only these of their items; absent = whole orders. */
  itemIds?: string[];
  /** Chosen already. */
  statusId?: string;
}

interface Props {
  request: StatusRequest;
  onDone(): void;
  onClose(): void;
}

const TYPING_MS = 300;
const SETTING = ['set-status'];
const PREVIEW = ['orders', 'status-preview'];
const MAX_COMMENT = 2_000;

/** Sets a status on items or whole orders, and shows beforehand what GettZap is told of it. */
export function StatusDialog({ request, onDone, onClose }: Props) {
  const t = useStatusTexts();
  const orderWords = useTexts();
  const shared = useSharedTexts();
  const { data: statuses = [] } = useStatuses();
  const isOnline = useIsOnline();
  const [picked, setPicked] = useState(request.statusId);
  // As they were seen when the dialog opened: the page below goes on with what colleagues do.
  const [orders, setOrders] = useState(request.orders);
  const seen = { ...request, orders };
  const field = useRef<HTMLInputElement>(null);
  // Whoever types before the directory is there means another one than what would be suggested then.
  const [isTypedInto, setTypedInto] = useState(false);
  const suggested = isTypedInto ? undefined : nextStatus(itemsOf(seen, true).concerned, statuses);
  const [shown, setShown] = useState('');
  const isSuggestionShown = suggested !== undefined && shown === statuses.find(({ id }) => id === suggested)?.name;
  useEffect(() => {
    // Typing takes its place, as of a suggestion that was there from the beginning.
    if (isSuggestionShown && field.current === document.activeElement) field.current?.select();
  }, [isSuggestionShown]);
  const statusId = picked ?? suggested ?? null;
  const [comment, setComment] = useState('');
  const [leavesGivenUp, setLeavesGivenUp] = useState(true);
  const { concerned, givenUpCount } = itemsOf(seen, leavesGivenUp);
  const count = concerned.flat().length;
  const [typedPieces, setTypedPieces] = useState<TypedPieces>({});
  // Of whole orders all pieces are meant.
  const counted = request.itemIds ? concerned.flat() : [];
  const pieces = piecesOf(counted, typedPieces);
  const [typed] = useDebouncedValue(comment, TYPING_MS);
  const set = useMutation({
    mutationKey: SETTING,
    onMutate: () => {
      setPicked(statusId ?? undefined);
      return queries.cancelQueries({ queryKey: PREVIEW });
    },
    mutationFn: () => setStatus({ orders: concerned, pieces: pieces!, statusId: statusId!, comment }),
    onSuccess: ({ changed, overtaken, offers, stoppedBy }) => {
      const message = changed > 0 ? t('statusSet', { count: changed }) : t('statusUnchanged');
      if (changed > 0 || overtaken.length === 0) notifyUndoable({ message, offers });
      if (stoppedBy) return notifyFailure(stoppedBy);
      if (overtaken.length > 0) return;
      onDone();
      onClose();
    },
    onError: (error) => notifyFailure(error),
    onSettled: () => outOfDate('orders', 'gettzap-notifications', 'dashboard'),
  });
  const canSet = statusId !== null && count > 0 && pieces !== undefined && !set.isPending;
  const outlook = useQuery({
    queryKey: [...PREVIEW, statusId, typed, pieces, concerned.flat().map(({ id }) => id)],
    queryFn: ({ signal }) =>
      previewStatus({ orders: concerned, pieces: pieces!, statusId: statusId!, comment: typed }, signal),
    enabled: () => canSet && !isUnderWay(SETTING),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const mayGo = canSet && isOnline;
  const isTyped = comment !== '' || Object.keys(typedPieces).length > 0;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    // The second click of a double one comes before the button is drawn anew.
    if (mayGo && !isUnderWay(SETTING)) set.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={!isTyped}
      closeOnEscape={!isTyped}
      size="lg"
      title={t('setStatusTitle', { what: orderWords('itemCount', { count }) })}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text size="sm" fw={600}>
            {namesOf(orders, orderWords)}
          </Text>
          {set.data && set.data.overtaken.length > 0 && (
            <OvertakenOrders
              overtaken={set.data.overtaken}
              orders={orders}
              onReloaded={(anew) => {
                setOrders(anew);
                set.reset();
              }}
            />
          )}
          <StatusSelect
            ref={field}
            label={t('status')}
            placeholder={t('chooseStatus')}
            statuses={statuses}
            value={statusId}
            onChange={(id) => id && setPicked(id)}
            searchable
            searchValue={shown}
            onSearchChange={setShown}
            // One that is there already is seen with what comes of it, taken by Enter and replaced by typing.
            openOnFocus={statusId === null}
            onFocus={(event) => event.currentTarget.select()}
            onInput={() => statusId === null && setTypedInto(true)}
            allowDeselect={false}
            maxDropdownHeight={320}
            data-autofocus={request.statusId ? undefined : true}
          />
          <PiecesFields
            items={counted}
            typed={typedPieces}
            onType={(id, value) => setTypedPieces((old) => ({ ...old, [id]: value }))}
          />
          {givenUpCount > 0 && (
            <Checkbox
              label={t('leaveGivenUp', { count: givenUpCount })}
              checked={leavesGivenUp}
              onChange={(event) => setLeavesGivenUp(event.currentTarget.checked)}
            />
          )}
          <Textarea
            label={t('comment')}
            description={t('commentHint')}
            autosize
            minRows={1}
            maxRows={5}
            maxLength={MAX_COMMENT}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            onKeyDown={getHotkeyHandler([['mod+Enter', () => submit()]])}
          />
          <div aria-live="polite" aria-busy={outlook.isFetching}>
            {statusId === null ? (
              <Text size="sm" c="dimmed">
                {t('outlookLater')}
              </Text>
            ) : outlook.error ? (
              <Alert color="red">{reasonInWords(outlook.error)}</Alert>
            ) : outlook.data ? (
              <StatusOutlook outlook={outlook.data} orders={orders} statusId={statusId} />
            ) : (
              <Skeleton height={72} />
            )}
          </div>
          <Group justify="flex-end" className={classes.dialogActions}>
            <Button variant="default" onClick={onClose}>
              {shared('cancel')}
            </Button>
            <Button
              type="submit"
              disabled={!mayGo && !set.isPending}
              loading={set.isPending}
              data-autofocus={request.statusId ? true : undefined}
            >
              {t('setStatus')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The directory's status after the one that all items are in: most orders go through them one after the other. */
function nextStatus(orders: ItemsByOrder, statuses: OrderStatus[]): string | undefined {
  const [present, ...others] = new Set(orders.flat().map(({ status }) => status.id));
  if (!present || others.length > 0) return undefined;
  const at = statuses.findIndex(({ id }) => id === present);
  const next = at < 0 ? undefined : statuses[at + 1];
  return next && !isGivenUp({ status: next }) ? next.id : undefined;
}

const NAMED_AT_MOST = 8;

/** «Заказ № 12, Заказ № 13 и ещё 3». */
function namesOf(orders: OrderSummary[], t: ReturnType<typeof useTexts>): string {
  const names = orders.slice(0, NAMED_AT_MOST).map(({ number }) => t('orderTitle', { number }));
  const left = orders.length - names.length;
  return left > 0 ? t('partsAndMore', { parts: names.join(', '), count: left }) : names.join(', ');
}

/** The items that the change concerns, order by order; in whole orders those in «Отказ» and «Снято» can be left alone. */
function itemsOf({ orders, itemIds }: StatusRequest, leavesGivenUp: boolean) {
  if (itemIds) {
    const chosen = new Set(itemIds);
    return { concerned: filled(orders.map(({ items }) => items.filter(({ id }) => chosen.has(id)))), givenUpCount: 0 };
  }
  const all = orders.flatMap(({ items }) => items);
  const givenUp = all.filter(isGivenUp).length;
  // Where nothing else is left, they are what is meant.
  const givenUpCount = givenUp < all.length ? givenUp : 0;
  const leaves = leavesGivenUp && givenUpCount > 0;
  return {
    concerned: filled(orders.map(({ items }) => items.filter((item) => !leaves || !isGivenUp(item)))),
    givenUpCount,
  };
}

function filled(orders: ItemsByOrder): ItemsByOrder {
  return orders.filter((items) => items.length > 0);
}
