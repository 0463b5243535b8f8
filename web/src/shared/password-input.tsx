import { PasswordInput as MantinePasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTexts } from './texts';

/** Mantine's, whose eye has a name in the reader's language. */
export function PasswordInput(props: PasswordInputProps) {
  const t = useTexts();
  return <MantinePasswordInput visibilityToggleButtonProps={{ 'aria-label': t('showTyped') }} {...props} />;
}
