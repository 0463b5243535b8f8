import { Alert, Badge } from '@mantine/core';
import { ago } from '../i18n/format';
import { useNow } from '../shared/ago';
import { IconAlertTriangle } from '../shared/page-icons';
import { type Exchange, stateOf } from './exchange';
import { useTexts } from './texts';

const COLORS = { on: 'green', off: 'gray', silent: 'orange' };

export function ExchangeBadge({ exchange }: { exchange: Exchange }) {
  const t = useTexts();
  const state = stateOf(exchange);
  return <Badge color={COLORS[state]}>{t(`state.${state}`)}</Badge>;
}

/** That the other side has not come for longer than it may, and what to look at. */
export function SilenceWarning({ exchange: { name, isSilent, lastContactAt } }: { exchange: Exchange }) {
  const t = useTexts();
  const now = useNow();
  if (!isSilent) return null;
  return (
    <Alert color="orange" icon={<IconAlertTriangle />} title={t('silent', { name })} mb="md" role="status">
      {lastContactAt ? t('silentSince', { time: ago(lastContactAt, now) }) : t('silentNever')}
    </Alert>
  );
}
