import { Badge, Group, Loader, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { IconSearch } from '../shared/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { api, call } from '../api/client';
import { useWords } from '../i18n/words';
import classes from './search-window.module.css';
import { externalNumber } from '../shared/external-number';
import { reasonInWords } from '../shared/notify';
import { activeShortcuts, keyNames } from '../shared/shortcuts';
import { useTexts } from './search-texts';
import { useTexts as useShellTexts } from './texts';

const TYPING_MS = 250;
/** As many of each kind as fit without scrolling. */
const SHOWN = 6;

const [store, { open: show, close }] = createSpotlight();

interface Found {
  key: string;
  title: string;
  hint: string;
  badge: string;
  open(): void;
}

/**
 * The window in which orders and external orders are found by number, part number or buyer, and what a key does here by its name: pages
 * and actions. Opened anew with each `opening`.
 */
export default function SearchWindow({ opening }: { opening: number }) {
  useEffect(() => show(), [opening]);
  const t = useTexts();
  const shell = useShellTexts();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), TYPING_MS);
  const { found, isCurrent, error } = useFound(q, typed.trim());
  const nothing = isCurrent ? t(q ? 'nothing' : 'start') : <Loader size="sm" aria-label="…" />;
  // Enter came before the answer to what was typed: the first one is opened when it is there.
  const [isAwaited, setAwaited] = useState(false);
  const open = (one: Found | undefined) => {
    close();
    one?.open();
  };
  const first = isCurrent ? found[0]?.key : undefined;
  useEffect(() => {
    if (!first) return;
    // By itself the window only counts what is there while one types.
    store.updateState((state) => ({ ...state, selected: 0 }));
    if (isAwaited) open(found[0]);
    setAwaited(false);
    // oxlint-disable-next-line react/exhaustive-deps -- once for each answer
  }, [first]);
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      attributes={{ content: { 'aria-label': shell('search') } }}
      classNames={{ action: classes.action }}
      query={typed}
      onQueryChange={(text) => {
        setTyped(text);
        setAwaited(false);
      }}
    >
      <Spotlight.Search
        placeholder={t('hint')}
        aria-label={shell('search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        onKeyDown={({ key }) => key === 'Enter' && !isCurrent && setAwaited(true)}
      />
      <Spotlight.ActionsList>
        {found.map((one, index) => (
          <Spotlight.Action
            key={one.key}
            data-selected={index === 0 || undefined}
            closeSpotlightOnTrigger={false}
            // Without a mouse it is Enter, which is about what was typed and not about what is still shown.
            onClick={({ detail }) => (detail > 0 || isCurrent) && open(one)}
          >
            <Group justify="space-between" wrap="nowrap" w="100%">
              <div>
                <Text fw={600}>{one.title}</Text>
                <Text size="sm" c="dimmed">
                  {one.hint}
                </Text>
              </div>
              <Badge>{one.badge}</Badge>
            </Group>
          </Spotlight.Action>
        ))}
        {error && <Spotlight.Empty role="alert">{reasonInWords(error)}</Spotlight.Empty>}
        {!error && found.length === 0 && <Spotlight.Empty role="status">{nothing}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** What was found, and whether it is what is asked for now: the last answer stays until the next one comes. */
function useFound(q: string, typed: string): { found: Found[]; isCurrent: boolean; error?: Error | null } {
  const words = useWords();
  const t = useTexts();
  const [, navigate] = useLocation();
  const query = { q, perPage: SHOWN };
  const orders = useQuery({
    queryKey: ['orders', 'search', q],
    queryFn: ({ signal }) => call(api.GET('/api/orders', { params: { query }, signal })),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const externalOrders = useQuery({
    queryKey: ['external-orders', 'search', q],
    queryFn: ({ signal }) => call(api.GET('/api/external-orders', { params: { query }, signal })),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  if (q === '') return { found: [], isCurrent: typed === '' };
  const isCurrent = [orders, externalOrders].every((each) => each.isFetched && !each.isPlaceholderData) && q === typed;
  const page = (href: string) => ({ key: href, open: () => navigate(href) });
  const found = [
    ...(orders.data?.data ?? []).map(({ id, number, externalId, status, customer }) => ({
      ...page(`/orders/${id}`),
      title: `${words('order')} ${words('numbered', { id: number })}`,
      hint: [`GettZap ${externalNumber(externalId)}`, customer.name].filter(Boolean).join(' · '),
      badge: status?.name ?? '—',
    })),
    ...(externalOrders.data?.data ?? []).map(({ id, externalId, customer, state }) => ({
      ...page(`/external-orders/${id}`),
      title: `${words('externalOrder')} ${externalNumber(externalId)}`,
      hint: customer.name,
      badge: words(`externalOrderState.${state}`),
    })),
    ...doneByKeys(typed).map(({ keys, label, run }) => ({
      key: keys,
      title: label,
      hint: t('key'),
      badge: keyNames(keys).join(' '),
      // Once the focus is back where it was.
      open: () => void setTimeout(run),
    })),
  ];
  return { found, isCurrent, error: orders.error ?? externalOrders.error };
}

/** What keys do on this page, by its name; walking through rows is left to the keys. */
function doneByKeys(typed: string) {
  const name = typed.toLowerCase();
  return activeShortcuts().filter(({ keys, label }) => !WALKING.includes(keys) && label.toLowerCase().includes(name));
}

const WALKING = ['KeyJ', 'KeyK', 'KeyX', 'ArrowUp', 'ArrowDown', 'Mod+KeyK'];
