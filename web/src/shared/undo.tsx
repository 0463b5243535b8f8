import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { closable, notifyFailure, notifySuccess } from './notify';
import { useShortcuts } from './shortcuts';
import { text, useTexts } from './texts';

interface Answer {
  /** Null = it cannot be undone. */
  undo: Schemas['UndoOffer'] | null;
}

/** By which what one call did is taken back, … */
export interface Offer {
  token: string;
  /** … and until when, by `performance.now()`. */
  until: number;
}

/** For how long what was decided or set can be taken back, seconds. */
const HOLD_S = 8;
/** The service answers about an order in less; the manager's time begins when all are answered. */
const SECONDS_AN_ORDER = 0.1;
/** A press in the last moment still arrives in time. */
const MARGIN_MS = 300;

/** Does something in one call so that it can be undone for a while. @param orders that are changed until the offer is made */
export async function askUndoably<T extends Answer>(ask: (hold: number) => Promise<T>, orders = 1) {
  const hold = HOLD_S + Math.ceil((orders - 1) * SECONDS_AN_ORDER);
  // The service's time runs from when it is asked.
  const until = performance.now() + hold * 1_000;
  const { undo, ...answer } = await ask(hold);
  return { answer, offer: undo && { token: undo.token, until } };
}

export interface DoneInCalls<T> {
  answers: T[];
  offers: Array<Offer | null>;
  /** Why those after them were not asked about any more. */
  stoppedBy?: unknown;
}

/**
 * The same in several calls, of which each is done for itself: what was done before a failure is told all the same.
 * @param ordersOf as how many orders a part counts
 * @throws what the first call failed by: nothing was done
 */
export async function askInParts<P, T extends Answer>(
  parts: P[],
  ordersOf: (part: P) => number,
  ask: (part: P, hold: number) => Promise<T>,
): Promise<DoneInCalls<Omit<T, 'undo'>>> {
  const done: DoneInCalls<Omit<T, 'undo'>> = { answers: [], offers: [] };
  let left = parts.reduce((sum, part) => sum + ordersOf(part), 0);
  for (const part of parts) {
    try {
      const { answer, offer } = await askUndoably((hold) => ask(part, hold), left);
      done.answers.push(answer);
      done.offers.push(offer);
    } catch (error) {
      if (done.answers.length === 0) throw error;
      return { ...done, stoppedBy: error };
    }
    left -= ordersOf(part);
  }
  return done;
}

interface Undoable {
  message: string;
  /** One for each call; null = that one cannot be undone. */
  offers: Array<Offer | null>;
  onUndone?(): void;
}

/** What Z takes back: the last that is still offered. */
let latest: { id: string; undo(): Promise<void> } | undefined;

/** Tells what was done, and lets it be taken back for some seconds, by the button or by Z. */
export function notifyUndoable({ message, offers, onUndone }: Undoable): void {
  const open = offers.filter((offer) => offer !== null);
  const tokens = open.map(({ token }) => token);
  const [id] = tokens;
  const leftMs = Math.min(...open.map(({ until }) => until)) - performance.now() - MARGIN_MS;
  if (!id || leftMs <= 0) return notifySuccess(message);
  const forget = () => {
    if (latest?.id === id) latest = undefined;
  };
  const withdraw = () => void notifications.hide(id);
  const undo = async () => {
    withdraw();
    if (await takeBack(tokens)) onUndone?.();
  };
  latest = { id, undo };
  notifications.show({
    id,
    color: 'green',
    autoClose: false,
    // What can be done for seconds alone waits for no room.
    priority: 1,
    // However it goes, Z takes it back no more.
    onClose: forget,
    message: <Undoing message={message} onUndo={() => void undo()} />,
    ...closable(),
  });
  setTimeout(withdraw, Math.min(leftMs, HOLD_S * 1_000 - MARGIN_MS));
}

/** Z takes back what was done last. */
export function useUndoKey(): void {
  const t = useTexts();
  useShortcuts([{ keys: 'KeyZ', label: t('shortcutUndo'), run: () => void latest?.undo() }]);
}

/** Takes back what calls did, and tells how it went. @returns whether it was */
export async function takeBack(tokens: string[]): Promise<boolean> {
  try {
    await undoAll(tokens);
    return true;
  } catch (error) {
    notifyFailure(error, text('notUndone'));
    return false;
  } finally {
    await outOfDate('external-orders', 'orders', 'gettzap-notifications', 'dashboard');
  }
}

async function undoAll(tokens: string[]): Promise<void> {
  let kept = 0;
  for (const token of tokens) kept += (await call(api.POST('/api/undo/{token}', { params: { path: { token } } }))).kept;
  notifySuccess(kept > 0 ? text('undoneBut', { count: kept }) : text('undone'));
}

function Undoing({ message, onUndo }: { message: string; onUndo(): void }) {
  const t = useTexts();
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <Text size="sm" inherit>
        {message}
      </Text>
      <Button size="compact-sm" variant="light" flex="none" onClick={onUndo} aria-keyshortcuts="Z">
        {t('undo')}
      </Button>
    </Group>
  );
}
