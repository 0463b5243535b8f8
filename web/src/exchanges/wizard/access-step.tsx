import { Alert, List, Loader, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { exactTime } from '../../i18n/format';
import { CopyField } from '../../shared/copy-field';
import { IconAlertTriangle, IconCircleCheck } from '../../shared/page-icons';
import { AccessFields, NewPassword } from '../access-card';
import { LOOK_SOON_MS } from '../exchange';
import { freshPasswordOf, keepFreshPassword } from '../fresh-passwords';
import { useTexts as useExchangeTexts } from '../texts';
import { useSessions } from '../use-sessions';
import { StepFooter } from '../../wizard/step-footer';
import { useTexts } from './texts';
import type { StepProps } from './steps';

const NEWEST = { perPage: 1 };

/** What to enter in 1C, and whether 1C has come with it. */
export function AccessStep({ exchange, onNext, onLater }: StepProps) {
  const t = useTexts();
  const words = useExchangeTexts();
  const [password, setPassword] = useState(() => freshPasswordOf(exchange.id));
  const onMade = (made: string) => {
    keepFreshPassword(exchange.id, made);
    setPassword(made);
  };
  return (
    <Stack>
      <AccessFields exchange={exchange}>
        {password ? (
          <CopyField label={words('password')} description={words('passwordOnce')} value={password} />
        ) : (
          <Stack gap="xs">
            <Text size="sm">{words('passwordGone')}</Text>
            <NewPassword exchange={exchange} onMade={onMade} />
          </Stack>
        )}
      </AccessFields>
      <div>
        <Title order={2} size="h5" mb="xs">
          {t('inOneC')}
        </Title>
        <List type="ordered" size="sm" spacing={4}>
          <List.Item>{t('step1')}</List.Item>
          <List.Item>{t('step2')}</List.Item>
          <List.Item>{t('step3')}</List.Item>
          <List.Item>{t('step4')}</List.Item>
          <List.Item>{t('step5')}</List.Item>
        </List>
      </div>
      <Contact id={exchange.id} />
      <StepFooter onNext={onNext} onLater={onLater} />
    </Stack>
  );
}

/** Whether 1C has come, by its newest session; renewed while somebody looks at it. */
function Contact({ id }: { id: string }) {
  const t = useTexts();
  const { data } = useSessions(id, NEWEST, LOOK_SOON_MS);
  const newest = data?.data[0];
  if (!newest) {
    return (
      <Alert color="gray" icon={<Loader size={16} aria-hidden />} role="status">
        {t('notYet')}
      </Alert>
    );
  }
  const time = exactTime(newest.lastAt);
  return newest.failures > 0 ? (
    <Alert color="yellow" icon={<IconAlertTriangle />} role="status">
      {t('refused', { time })}
    </Alert>
  ) : (
    <Alert color="green" icon={<IconCircleCheck />} role="status">
      {t('came', { time })}
    </Alert>
  );
}
