import { Alert, List, Stack } from '@mantine/core';
import { IconKey } from '../../shared/icons';
import { AccountFields, CancelledStatusField } from '../account-fields';
import { FormStep } from './form-step';
import { useTexts } from './texts';
import type { StepProps } from './steps';

export function AccountStep(props: StepProps) {
  const t = useTexts();
  return (
    <FormStep {...props}>
      {({ form, regionId, base }) => (
        <Stack>
          <Alert role="note" icon={<IconKey />} title={t('tokenTitle')} variant="light">
            <List type="ordered" size="sm">
              <List.Item>{t('token1')}</List.Item>
              <List.Item>{t('token2')}</List.Item>
              <List.Item>{t('token3')}</List.Item>
              <List.Item>{t('token4')}</List.Item>
            </List>
          </Alert>
          <AccountFields form={form} regionId={regionId} connection={base} />
          <CancelledStatusField form={form} />
        </Stack>
      )}
    </FormStep>
  );
}
