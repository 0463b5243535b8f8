import { Badge } from '@mantine/core';
import type { ExternalOrder } from './list-query';
import { FLAGS } from './list-query';
import { useTexts } from './texts';

/** What a person should know beyond the state; that the client cancelled is not said twice. */
export function FlagBadges({ order: { flags, state } }: { order: Pick<ExternalOrder, 'flags' | 'state'> }) {
  const t = useTexts();
  return FLAGS.filter((flag) => flags[flag] && !(flag === 'cancelledByClient' && state === 'cancelled')).map((flag) => (
    <Badge
      key={flag}
      {...(flag === 'changedAfterDecision' ? { color: 'yellow' } : { variant: 'outline', color: 'red' })}
    >
      {t(`flags.${flag}`)}
    </Badge>
  ));
}
