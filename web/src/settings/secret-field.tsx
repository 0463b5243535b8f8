import { Anchor, Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { PasswordInput } from '../shared/password-input';
import { useTexts } from './texts';

interface Props {
  label: string;
  description?: ReactNode;
  /** One is stored already, and never shown. */
  isStored: boolean;
  input: { value?: string; error?: ReactNode; onChange?(value: unknown): void; 'data-path'?: string };
}

/** A secret that is only ever written: what is stored can be replaced, not read. */
export function SecretField({ label, description, isStored, input }: Props) {
  const t = useTexts();
  const [isReplacing, setReplacing] = useState(false);
  const keep = () => {
    input.onChange?.('');
    setReplacing(false);
  };
  if (isStored && !isReplacing) {
    return (
      <TextInput
        label={label}
        description={description}
        readOnly
        value={t('secretStored')}
        error={input.error}
        rightSectionWidth={108}
        rightSection={
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={t('secretReplaceWhich', { name: label })}
            onClick={() => setReplacing(true)}
          >
            {t('secretReplace')}
          </Button>
        }
      />
    );
  }
  return (
    <div>
      <PasswordInput
        label={label}
        description={description}
        autoComplete="new-password"
        data-1p-ignore
        autoFocus={isReplacing}
        {...input}
      />
      {isReplacing && (
        <Anchor component="button" type="button" size="sm" mt={4} onClick={keep}>
          {t('secretKeep')}
        </Anchor>
      )}
    </div>
  );
}
