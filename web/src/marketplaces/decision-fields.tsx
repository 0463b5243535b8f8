import { Anchor, Stack, Text, TextInput } from '@mantine/core';
import { Link } from 'wouter';
import { ACCEPTED_TEXT, REFUSED_TEXT } from '../../../src/orders/order-statuses/suggested-texts';
import { StepWarning } from '../order-statuses/step-warning';
import { TemplateEditor } from '../order-statuses/template-editor';
import { useMay } from '../session/session';
import type { ConnectionForm } from './connection-form';
import { useTexts } from './texts';

const DECISIONS = [
  { text: 'acceptedText', status: 'acceptedStatus', suggestion: ACCEPTED_TEXT },
  { text: 'refusedText', status: 'refusedStatus', suggestion: REFUSED_TEXT },
] as const;

/** What GettZap is told when an order is accepted or refused. */
export function DecisionFields({ form }: { form: ConnectionForm }) {
  const t = useTexts();
  const mayEdit = useMay('administer');
  return (
    <>
      {DECISIONS.map(({ text, status, suggestion }) => (
        <Stack key={text} gap="sm" mb="xl">
          <TemplateEditor
            label={t(text)}
            description={t('decisionTextHint')}
            scope="item"
            gettzapStatus={form.values[status]}
            suggestion={suggestion}
            readOnly={!mayEdit}
            {...form.getInputProps(text)}
            value={form.values[text]}
          />
          <TextInput
            label={t(status)}
            description={t('decisionStatusHint')}
            maw={{ sm: 420 }}
            {...form.getInputProps(status)}
          />
          <StepWarning status={form.values[status]} text={form.values[text]} />
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
