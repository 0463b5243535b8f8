import { Anchor, Checkbox, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { Link } from 'wouter';
import { StatusSelect } from '../order-statuses/status-select';
import { useStatuses } from '../order-statuses/use-statuses';
import { useMay } from '../session/session';
import { useRegionChoice } from '../shell/regions';
import type { Connection } from './connection';
import type { ConnectionForm } from './connection-form';
import { SecretField } from '../settings/secret-field';
import { useTexts } from './texts';

interface Props {
  form: ConnectionForm;
  regionId: string;
  /** As it is stored. */
  connection: Connection;
}

/** The first part of the manual's page: the account and where its orders belong. */
export function AccountFields({ form, regionId, connection }: Props) {
  const t = useTexts();
  const { regions } = useRegionChoice();
  return (
    <Stack>
      <Checkbox
        label={t('active')}
        description={t('offHint')}
        {...form.getInputProps('isActive', { type: 'checkbox' })}
      />
      <Select
        label={t('region')}
        description={t('regionHint')}
        placeholder={t('chooseRegion')}
        data={regions.map(({ id, name }) => ({ value: id, label: name }))}
        searchable={regions.length > 8}
        {...form.getInputProps('regionId')}
        value={regionId || null}
        onChange={(value) => form.setFieldValue('regionId', value ?? '')}
      />
      {regions.length === 0 && (
        <Text size="sm">
          {t('noRegions')}{' '}
          <Anchor component={Link} href="/regions" inherit underline="always">
            {t('toRegions')}
          </Anchor>
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={t('login')} autoComplete="off" data-1p-ignore {...form.getInputProps('login')} />
        <SecretField
          key={`password-${connection.version}`}
          label={t('password')}
          isStored={connection.hasPassword}
          input={form.getInputProps('password')}
        />
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt={-8}>
        {t('loginHint')}
      </Text>
      <SecretField
        key={`apiKey-${connection.version}`}
        label={t('apiKey')}
        description={t('apiKeyHint')}
        isStored={connection.hasApiKey}
        input={form.getInputProps('apiKey')}
      />
      <TextInput
        label={t('apiUrl')}
        description={t('apiUrlHint')}
        type="url"
        inputMode="url"
        {...form.getInputProps('apiUrl')}
      />
    </Stack>
  );
}

/** The status that items pass into when the buyer refuses. */
export function CancelledStatusField({ form }: { form: ConnectionForm }) {
  const t = useTexts();
  const { data: statuses = [] } = useStatuses();
  const mayEdit = useMay('administer');
  return (
    <StatusSelect
      label={t('cancelledStatus')}
      description={t('cancelledStatusHint')}
      placeholder={t('keepStatus')}
      clearable={mayEdit}
      clearButtonProps={{ 'aria-label': t('keepStatus') }}
      statuses={statuses}
      {...form.getInputProps('cancelledStatusId')}
      value={form.values.cancelledStatusId || null}
      onChange={(value) => form.setFieldValue('cancelledStatusId', value ?? '')}
    />
  );
}
