import { ActionIcon, Box, Code, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck } from './icons';
import { IconCopy } from './page-icons';
import classes from './code-block.module.css';
import { useTexts } from './texts';

/** Text as a machine sent it, with a way to copy it. @param label what it is, for who cannot see it */
export function CodeBlock({ label, text }: { label: string; text: string }) {
  const t = useTexts();
  return (
    <Box pos="relative">
      <Code block className={classes.text} tabIndex={0} role="region" aria-label={label}>
        {text}
      </Code>
      <CopyButton value={text} timeout={2_000}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('copied') : t('copy')}>
            <ActionIcon
              variant="default"
              size="sm"
              className={classes.copy}
              onClick={copy}
              aria-label={`${t('copy')}: ${label}`}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Box>
  );
}
