import { Card, Group, Text } from '@mantine/core';
import { IconClock } from '../shared/icons';
import { duration } from '../i18n/format';
import { useTexts } from './texts';

/** How long orders wait for a decision: the median. */
export function Decisions({ seconds, days }: { seconds: number | null; days: number }) {
  const t = useTexts();
  return (
    <Card padding="md">
      <Group gap="sm">
        <IconClock size={20} aria-hidden />
        <Text fw={600}>{t('median')}:</Text>
        <Text>{seconds === null ? t('noDecisions') : duration(seconds)}</Text>
        {seconds !== null && (
          <Text c="dimmed" size="sm">
            {t('medianHint', { days })}
          </Text>
        )}
      </Group>
    </Card>
  );
}
