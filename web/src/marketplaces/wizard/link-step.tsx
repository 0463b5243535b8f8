import { List, Stack, Text, Title } from '@mantine/core';
import { OrderLink } from '../order-link';
import { StepFooter } from '../../wizard/step-footer';
import { useTexts } from './texts';
import type { StepProps } from './steps';

export function LinkStep({ connection, onBack, onNext, onLater }: StepProps) {
  const t = useTexts();
  return (
    <Stack>
      <OrderLink connection={connection} />
      <div>
        <Title order={2} size="h5" mb="xs">
          {t('linkTitle')}
        </Title>
        <List type="ordered" size="sm" spacing={4}>
          <List.Item>{t('link1')}</List.Item>
          <List.Item>{t('link2')}</List.Item>
          <List.Item>{t('link3')}</List.Item>
          <List.Item>{t('link4')}</List.Item>
        </List>
      </div>
      <Text size="sm" c="dimmed">
        {t('linkSecret')}
      </Text>
      <StepFooter onBack={onBack} onNext={onNext} onLater={onLater} />
    </Stack>
  );
}
