import { duration, exactTime } from '../i18n/format';
import { Ago, useNow } from '../shared/ago';
import { type ExternalOrderState, isUndecided } from './list-query';
import { useTexts } from './texts';

/** How long an order waits for a decision; of one that waits no more, how long ago it came. */
export function Waited({ state, receivedAt }: { state: ExternalOrderState; receivedAt: string }) {
  const t = useTexts();
  const now = useNow();
  if (!isUndecided(state)) return <Ago time={receivedAt} />;
  const seconds = Math.max(0, (now - new Date(receivedAt).getTime()) / 1_000);
  return (
    <time dateTime={receivedAt} title={exactTime(receivedAt)}>
      {seconds < 60 ? t('waitsNew') : t('waits', { time: duration(seconds) })}
    </time>
  );
}
