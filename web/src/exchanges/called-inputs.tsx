import { Alert, List, NumberInput, TextInput } from '@mantine/core';
import { IconKey } from '../shared/icons';
import type { ExchangeForm } from './exchange-form';

/** Fields side by side stand on one line, whichever of them has a hint. */
export const SIDE_BY_SIDE: Array<'label' | 'input' | 'description' | 'error'> = [
  'label',
  'input',
  'description',
  'error',
];

interface Words {
  label: string;
  description: string;
}

/** What has to be done over there first. */
export function SignInHelp({ title, steps }: { title: string; steps: string[] }) {
  return (
    <Alert role="note" icon={<IconKey />} title={title} variant="light">
      <List type="ordered" size="sm">
        {steps.map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** Where a system is that we call. */
export function AddressField({ form, ...words }: Words & { form: ExchangeForm }) {
  return <TextInput {...words} type="url" inputMode="url" maxLength={255} {...form.getInputProps('settings.apiUrl')} />;
}

/** How often it is asked what became of orders. @param shortest seconds, the step, too */
export function PollField({
  form,
  shortest,
  ...words
}: Words & { form: ExchangeForm; shortest: number; suffix: string }) {
  return (
    <NumberInput
      {...words}
      inputWrapperOrder={SIDE_BY_SIDE}
      min={shortest}
      max={3600}
      step={shortest}
      allowDecimal={false}
      allowNegative={false}
      {...form.getInputProps('settings.pollSeconds')}
    />
  );
}
