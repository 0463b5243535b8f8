import { Badge } from '@mantine/core';
import type { ExternalOrder } from './list-query';
import { FLAGS } from './list-query';
import { useTexts } from './texts';

interface Props {
  order: Pick<ExternalOrder, 'flags' | 'state'>;
  /** One word for each, the whole of it on hovering. */
  isShort?: boolean;
}

/** What a person should know beyond the state; that the client cancelled is not said twice. */
export function FlagBadges({ order: { flags, state }, isShort }: Props) {
  const t = useTexts();
  return FLAGS.filter((flag) => flags[flag] && !(flag === 'cancelledByClient' && state === 'cancelled')).map((flag) => (
    <Badge
      key={flag}
      flex={isShort ? 'none' : undefined}
      color={flag === 'changedAfterDecision' ? 'yellow' : 'red'}
      title={isShort ? t(`flags.${flag}`) : undefined}
    >
      {t(`${isShort ? 'flagsShort' : 'flags'}.${flag}`)}
    </Badge>
  ));
}
