import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { CopyButton } from './copy-button';
import { IconCheck } from './icons';
import { IconCopy } from './page-icons';
import { useTexts } from './texts';

/** A value to be taken elsewhere: a link, a key. */
export function CopyField({ label, description, value }: { label: string; description?: string; value: string }) {
  const t = useTexts();
  return (
    <TextInput
      label={label}
      description={description}
      value={value}
      readOnly
      onFocus={(event) => event.currentTarget.select()}
      rightSection={
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t('copied') : t('copy')}>
              <ActionIcon variant="subtle" color={copied ? 'green' : 'gray'} onClick={copy} aria-label={t('copy')}>
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      }
    />
  );
}
