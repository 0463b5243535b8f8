import { Button, Group } from '@mantine/core';
import { CopyButton } from '../shared/copy-button';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck } from '../shared/icons';
import { IconCopy, IconDice5 } from '../shared/page-icons';
import type { ReactNode } from 'react';
import { PasswordInput } from '../shared/password-input';
import { useTexts as useSharedTexts } from '../shared/texts';
import { newPassword } from './new-password';
import { useTexts } from './texts';

interface Props {
  label: string;
  description: string;
  isRequired: boolean;
  value?: string;
  error?: ReactNode;
  onChange(value: string): void;
}

/** A password for somebody else: typed or made up, to be copied before it is saved. */
export function PasswordField({ label, description, isRequired, value = '', error, onChange }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const [isVisible, visibility] = useDisclosure();
  const makeUp = () => {
    onChange(newPassword());
    visibility.open();
  };
  return (
    <div>
      <PasswordInput
        label={label}
        description={description}
        required={isRequired}
        autoComplete="new-password"
        value={value}
        error={error}
        visible={isVisible}
        onVisibilityChange={visibility.toggle}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Group gap="xs" mt={6}>
        <Button size="compact-sm" variant="default" leftSection={<IconDice5 size={14} aria-hidden />} onClick={makeUp}>
          {t('generate')}
        </Button>
        {value && (
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
                onClick={copy}
              >
                {copied ? shared('copied') : shared('copy')}
              </Button>
            )}
          </CopyButton>
        )}
      </Group>
    </div>
  );
}
