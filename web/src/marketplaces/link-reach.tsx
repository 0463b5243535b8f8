import { Alert, Code, Text } from '@mantine/core';
import { IconAlertTriangle } from '../shared/page-icons';
import type { Connection } from './connection';
import { useTexts } from './texts';

/** That GettZap cannot send orders to the link as it stands, and what to set; in trial mode only what that means there. */
export function LinkReach({ connection: { orderLinkReach: reach, orderLink } }: { connection: Connection }) {
  const t = useTexts();
  if (!orderLink || !reach || reach === 'public') return null;
  if (reach === 'sandbox') {
    return (
      <Text size="sm" c="dimmed" mt="xs">
        {t('reach.sandbox')} <PublicUrl />
      </Text>
    );
  }
  return (
    <Alert color="yellow" icon={<IconAlertTriangle />} mt="xs" title={t(`reach.title.${reach}`)}>
      <Text size="sm">{t(`reach.why.${reach}`, { host: new URL(orderLink).host })}</Text>
      <Text size="sm">
        {t('reach.set')} <PublicUrl />
      </Text>
      <Text size="sm">{t('reach.kept')}</Text>
    </Alert>
  );
}

/** How the variable is written, as an example. */
function PublicUrl() {
  return (
    <Code c="var(--mantine-color-text)" style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>
      PUBLIC_URL=https://parts.example.ru
    </Code>
  );
}
