import { Group, Paper, Select, Text } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { api, call, type Schemas } from '../api/client';
import type { TextCheck, TextScope } from './text-check';
import { word } from '../i18n/words';
import { useTexts } from './texts';
import classes from './template-editor.module.css';

const LATEST_ORDERS = 15;

interface Example {
  value: string;
  label: string;
}

interface ExampleChoice {
  /** The order item whose values are shown; "" = the service's own example. */
  itemId: string;
  examples: Example[];
  choose(itemId: string): void;
}

/** On what the texts are shown: chosen once, for all texts of this window. */
export function useExample(scope: TextScope): ExampleChoice {
  const [chosen, choose] = useSessionStorage({ key: 'partsdesk-text-example', defaultValue: '' });
  const { data: orders = [] } = useQuery({
    queryKey: ['orders', 'text-examples'],
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/orders', { params: { query: { perPage: LATEST_ORDERS } }, signal }))).data,
  });
  const examples = orders.flatMap((order) => examplesOf(order, scope));
  const itemId = orders.some(({ items }) => items.some(({ id }) => id === chosen)) ? chosen : '';
  // A text about the whole order is shown on its first item.
  const shown =
    scope === 'item' ? itemId : (orders.find(({ items }) => items.some(({ id }) => id === itemId))?.items[0]?.id ?? '');
  return { itemId: shown, examples, choose };
}

function examplesOf({ number, externalId, items }: Schemas['OrderSummary'], scope: TextScope): Example[] {
  const shown = scope === 'item' ? items : items.slice(0, 1);
  return shown.map((item) => ({
    value: item.id,
    label: `${word('numbered', { id: number })} · ${scope === 'item' ? `${item.brand} ${item.number}` : externalId}`,
  }));
}

interface Props {
  title: string;
  check: TextCheck;
  example: ExampleChoice;
  /** What can be done with it. */
  children?: ReactNode;
}

/** What the buyer will read, and on which order it is shown. */
export function TextPreview({ title, check, example, children }: Props) {
  const t = useTexts();
  const selectId = useId();
  return (
    <Paper withBorder p="xs" mt="xs" className={classes.preview}>
      <Group justify="space-between" gap="xs" mb={4}>
        <Text size="xs" fw={600} c="dimmed">
          {title}
        </Text>
        {example.examples.length > 0 && (
          <Group gap="xs">
            <Text component="label" size="xs" c="dimmed" htmlFor={selectId}>
              {t('showOn')}
            </Text>
            <Select
              id={selectId}
              size="xs"
              w={230}
              data={[{ value: '', label: t('madeUpExample') }, ...example.examples]}
              value={example.itemId}
              allowDeselect={false}
              onChange={(value) => example.choose(value ?? '')}
            />
          </Group>
        )}
      </Group>
      <PreviewText check={check} />
      {children}
    </Paper>
  );
}

function PreviewText({ check }: { check: TextCheck }) {
  const t = useTexts();
  const { preview, isBad, hasFailed } = check;
  const instead = isBad ? t('previewBad') : hasFailed ? t('previewFailed') : undefined;
  if (instead) {
    return (
      <Text size="sm" c="dimmed">
        {instead}
      </Text>
    );
  }
  return (
    <Text size="sm" className={classes.text}>
      {preview === '' ? t('previewNothing') : preview}
    </Text>
  );
}
