import { Alert, Badge, Button, Fieldset, Grid, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconLock } from '../../shared/icons';
import { useRef } from 'react';
import { useMay } from '../../session/session';
import { ChangedMeanwhile } from '../../shared/changed-meanwhile';
import { confirm } from '../../shared/confirm';
import { Topics } from '../../settings/topics';
import { useUnsavedGuard } from '../../shared/unsaved';
import type { Connection } from '../connection';
import { SaveBar } from '../../settings/save-bar';
import { useTexts as useConnectionTexts } from '../texts';
import { type AdapterForm, CONTRACT, type ExpressionName, FIELDS, isContract, useAdapterForm } from './adapter-form';
import { AdapterHelp } from './adapter-help';
import { CodeField } from './expression-field';
import { selectPlace } from './expression-error';
import { HeaderRows } from './header-rows';
import { useTexts } from './texts';
import { Tryout } from './tryout';

const DIRECTIONS = ['inbound', 'outbound'] as const;
const METHODS = ['POST', 'PUT', 'PATCH'];
const CONTENT_TYPES = ['application/json', 'application/x-www-form-urlencoded'];

/** Fits a connection to a wire format that differs from the contract. */
export function AdapterTab({ connection }: { connection: Connection }) {
  const t = useTexts();
  const connectionTexts = useConnectionTexts();
  const mayEdit = useMay('administer');
  const { form, base, save, reload, settings } = useAdapterForm(connection);
  const isDirty = form.isDirty();
  useUnsavedGuard(isDirty);
  const isUsual = DIRECTIONS.every((name) => isContract(base, name));
  const reset = async () => {
    const question = { title: t('resetTitle'), children: t('resetHint'), confirm: t('reset') };
    if (await confirm(question)) form.setValues(CONTRACT);
  };
  return (
    <form onSubmit={form.onSubmit(() => save.mutate(settings()))} noValidate autoComplete="off">
      <ChangedMeanwhile error={save.error} onReload={reload} />
      {!mayEdit && (
        <Alert role="note" color="gray" icon={<IconLock />} mb="md">
          {connectionTexts('readOnly')}
        </Alert>
      )}
      <Group justify="space-between" mb="md" gap="sm" align="flex-start">
        <Group gap="sm" flex={1} miw={260}>
          <Badge color={isUsual ? 'gray' : 'indigo'}>{isUsual ? t('asContract') : t('changed')}</Badge>
          <Text size="sm" c="dimmed" flex={1} miw={240}>
            {t('hint')}
          </Text>
        </Group>
        {mayEdit && (
          <Button variant="default" size="sm" disabled={isUsual && !isDirty} onClick={() => void reset()}>
            {t('reset')}
          </Button>
        )}
      </Group>
      <AdapterHelp />
      <Topics
        topics={DIRECTIONS.map((name) => ({
          name,
          title: t(`${name}Title`),
          summary: t(isContract(base, name) ? 'summaryUsual' : 'summaryChanged'),
          isUnsaved: FIELDS[name].some((field) => form.isDirty(field)),
          hasError: Object.keys(form.errors).some((path) => FIELDS[name].some((field) => path.split('.')[0] === field)),
          isOpenAtFirst: !isContract(base, name) || (isUsual && name === 'inbound'),
          children: <Direction name={name} connection={connection} form={form} />,
        }))}
      />
      {mayEdit && <SaveBar isDirty={isDirty} isSaving={save.isPending} onUndo={form.reset} />}
    </form>
  );
}

interface DirectionProps {
  name: ExpressionName;
  connection: Connection;
  form: AdapterForm;
}

/** One direction: its expression and settings, beside them the try-out. */
function Direction({ name, connection, form }: DirectionProps) {
  const t = useTexts();
  const mayEdit = useMay('administer');
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: mayEdit ? 6 : 12 }}>
        <Fieldset variant="unstyled" disabled={!mayEdit}>
          <Stack>
            <CodeField
              label={t(name)}
              description={t(`${name}Hint`)}
              value={form.values[name]}
              onChange={(value) => form.setFieldValue(name, value)}
              error={form.errors[name]}
              fieldRef={field}
              path={name}
              minRows={8}
            />
            {name === 'outbound' && <RequestFields form={form} />}
          </Stack>
        </Fieldset>
      </Grid.Col>
      {mayEdit && (
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Tryout
            connectionId={connection.id}
            direction={name}
            expression={form.values[name]}
            onGoTo={(line, column) => selectPlace(field.current, line, column)}
          />
        </Grid.Col>
      )}
    </Grid>
  );
}

function RequestFields({ form }: { form: AdapterForm }) {
  const t = useTexts();
  return (
    <>
      <TextInput label={t('url')} description={t('urlHint')} {...form.getInputProps('url')} />
      <TextInput label={t('positionUrl')} description={t('positionUrlHint')} {...form.getInputProps('positionUrl')} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select label={t('method')} data={METHODS} allowDeselect={false} {...form.getInputProps('method')} />
        <Select
          label={t('contentType')}
          data={CONTENT_TYPES}
          allowDeselect={false}
          {...form.getInputProps('contentType')}
        />
      </SimpleGrid>
      <HeaderRows form={form} />
    </>
  );
}
