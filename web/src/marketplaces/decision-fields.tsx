import { Anchor, Stack, Text, TextInput } from '@mantine/core';
import { Link } from 'wouter';
import { TemplateEditor } from '../order-statuses/template-editor';
import { useMay } from '../session/session';
import type { ConnectionForm } from './connection-form';
import { useTexts } from './texts';

const DECISIONS = [
  { text: 'acceptedText', status: 'acceptedStatus' },
  { text: 'refusedText', status: 'refusedStatus' },
] as const;

/** What GettZap is told when an order is accepted or refused. */
export function DecisionFields({ form }: { form: ConnectionForm }) {
  const t = useTexts();
  const mayEdit = useMay('administer');
  return (
    <>
      {DECISIONS.map(({ text, status }) => (
        <Stack key={text} gap="sm" mb="xl">
          <TemplateEditor
            label={t(text)}
            description={t('decisionTextHint')}
            scope="item"
            value={form.values[text]}
            onChange={(value) => form.setFieldValue(text, value)}
            error={form.errors[text]}
            readOnly={!mayEdit}
          />
          <TextInput
            label={t(status)}
            description={t('decisionStatusHint')}
            maw={{ sm: 420 }}
            {...form.getInputProps(status)}
          />
        </Stack>
      ))}
      <Text size="sm" c="dimmed">
        {t('statusDirectory')}{' '}
        <Anchor component={Link} href="/order-statuses" inherit underline="always">
          {t('orderStatuses')}
        </Anchor>
        .
      </Text>
    </>
  );
}
