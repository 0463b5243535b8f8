import { ActionIcon, Box, Code, Tooltip } from '@mantine/core';
import { CopyButton } from './copy-button';
import { IconCheck } from './icons';
import { IconCopy } from './page-icons';
import classes from './code-block.module.css';
import { useTexts } from './texts';

interface Props {
  /** What it is, for who cannot see it. */
  label: string;
  text: string;
  /** It has the page for itself. */
  isTall?: boolean;
}

/** Text as a machine sent it, with a way to copy it. */
export function CodeBlock({ label, text, isTall }: Props) {
  const t = useTexts();
  return (
    <Box pos="relative">
      <Code block className={classes.text} mod={{ tall: isTall }} tabIndex={0} role="region" aria-label={label}>
        {text}
      </Code>
      <CopyButton value={text}>
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
