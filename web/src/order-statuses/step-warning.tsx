import { Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '../shared/page-icons';
import { useTexts } from './texts';

interface Props {
  /** GettZap's status; "" = none. */
  status: string;
  text: string;
}

/** What an empty status or text means for the buyer; nothing where both are there. */
export function StepWarning({ status, text }: Props) {
  const t = useTexts();
  const isTold = status !== '';
  if (isTold && text !== '') return null;
  const words = isTold ? t('step.statusOnly', { status }) : t(text === '' ? 'step.nothing' : 'step.textOnly');
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" role="status">
      <IconAlertTriangle
        size={16}
        color="var(--mantine-color-orange-7)"
        style={{ flex: 'none', marginTop: 2 }}
        aria-hidden
      />
      <Text size="sm">{words}</Text>
    </Group>
  );
}
