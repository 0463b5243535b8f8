import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { externalNumber, isNumbered } from '../shared/external-number';
import { useTexts } from './texts';

/** `externalNumber`, drawn again when the language changes. */
export function useOrderNumber(): (externalId: string) => string {
  useTexts();
  return externalNumber;
}

/** The same as a heading says it: № GZ-17. */
export function useOrderTitle(): (externalId: string) => string {
  const t = useTexts();
  return (externalId) => (isNumbered(externalId) ? t('numbered', { number: externalId }) : externalNumber(externalId));
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
