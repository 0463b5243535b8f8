import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useTexts } from './texts';

const SYNTHETIC = 'sha256:';

/** The number of an order at GettZap; of one that came without a number, that it has none and the start of its body's hash. */
export function useOrderNumber(): (externalId: string) => string {
  const t = useTexts();
  return (externalId) =>
    externalId.startsWith(SYNTHETIC)
      ? `${t('withoutNumber')} (${externalId.slice(SYNTHETIC.length, SYNTHETIC.length + 8)}…)`
      : externalId;
}

/** The same as a heading says it: № GZ-17. */
export function useOrderTitle(): (externalId: string) => string {
  const t = useTexts();
  const number = useOrderNumber();
  return (externalId) =>
    externalId.startsWith(SYNTHETIC) ? number(externalId) : t('numbered', { number: number(externalId) });
}

export function OrderNumber({ externalId }: { externalId: string }) {
  const number = useOrderNumber();
  return (
    <Text span inherit title={externalId}>
      {number(externalId)}
    </Text>
  );
}

/** Of the column in the lists, px: a number is never cut off. */
export const NUMBER_WIDTH = 124;

/** The number in a list, which leads to the order. */
export function OrderNumberLink({ order: { id, externalId } }: { order: { id: string; externalId: string } }) {
  return (
    <Anchor component={Link} href={`/external-orders/${id}`} size="sm" fw={600}>
      <OrderNumber externalId={externalId} />
    </Anchor>
  );
}
