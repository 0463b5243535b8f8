import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api, call, type Schemas } from '../api/client';
import { queries } from '../api/queries';
import { closable, notifyFailure, notifySuccess } from './notify';
import { useShortcuts } from './shortcuts';
import { text, useTexts } from './texts';

type Offer = Schemas['UndoOffer'];

/** For how long what was decided or set can be taken back, seconds. */
const HOLD_S = 8;
/** The service answers about an order in less; the manager's time begins when all are answered. */
const SECONDS_AN_ORDER = 0.1;
/** A press in the last moment still arrives in time. */
const MARGIN_MS = 300;

/** What is asked for, so that it can be undone for a while. @param count orders that one call changes */
export function holdFor(count = 1): number {
  return HOLD_S + Math.ceil((count - 1) * SECONDS_AN_ORDER);
}

interface Undoable {
  message: string;
  /** When the first call was made, by `performance.now()`, and for how long it asked: the service's time runs since then. */
  askedAt: number;
  seconds?: number;
  /** One for each call; null = that one cannot be undone. */
  offers: Array<Offer | null>;
  onUndone?(): void;
}

/** What Z takes back: the last that is still offered. */
let latest: { id: string; undo(): Promise<void> } | undefined;

/** Tells what was done, and lets it be taken back for some seconds, by the button or by Z. */
export function notifyUndoable({ message, askedAt, seconds = HOLD_S, offers, onUndone }: Undoable): void {
  const tokens = offers.flatMap((offer) => (offer ? [offer.token] : []));
  const [id] = tokens;
  const leftMs = seconds * 1_000 - (performance.now() - askedAt) - MARGIN_MS;
  if (!id || leftMs <= 0) return notifySuccess(message);
  const forget = () => {
    if (latest?.id === id) latest = undefined;
  };
  const withdraw = () => void notifications.hide(id);
  const undo = async () => {
    withdraw();
    try {
      await undoAll(tokens);
      onUndone?.();
    } catch (error) {
      notifyFailure(error, text('notUndone'));
    }
    await Promise.all(
      ['external-orders', 'orders', 'gettzap-notifications', 'dashboard'].map((key) =>
        queries.invalidateQueries({ queryKey: [key] }),
      ),
    );
  };
  latest = { id, undo };
  notifications.show({
    id,
    color: 'green',
    autoClose: false,
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
