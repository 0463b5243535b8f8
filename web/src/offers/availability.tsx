import { Badge, Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { percent } from '../i18n/format';
import { deviationInWords } from './offer-words';
import { useTexts } from './texts';

type Availability = Schemas['OrderAvailabilityView']['availability'];

const COLORS: Record<Availability, string> = { full: 'green', partial: 'yellow', none: 'gray' };

/** How much of a position there is: all pieces, some, none. */
export function availabilityOf(quantity: number, free: number): Availability {
  if (free >= quantity) return 'full';
  return free > 0 ? 'partial' : 'none';
}

/** In a word and a colour. */
export function AvailabilityBadge({ availability, isStale }: { availability: Availability; isStale: boolean }) {
  const t = useTexts();
  return (
    <Badge
      size="sm"
      style={{ flex: 'none' }}
      color={COLORS[availability]}
      variant={isStale ? 'outline' : 'light'}
      {...(isStale && { title: t('stale') })}
    >
      {t(availability)}
    </Badge>
  );
}

/** What of an order there is, and by how much it is dearer than the buyer was told. */
export function OrderAvailability({ view }: { view: Schemas['OrderAvailabilityView'] | undefined }) {
  if (!view) return null;
  const { availability, deviation, isStale } = view;
  const isDearer = deviation !== null && deviation > 0;
  return (
    <span title={deviationInWords(deviation)}>
      <AvailabilityBadge availability={availability} isStale={isStale} />
      {isDearer && (
        <Text size="xs" c="dimmed" span ml={4}>
          +{percent(deviation)}
        </Text>
      )}
    </span>
  );
}
