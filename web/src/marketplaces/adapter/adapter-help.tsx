import { Anchor, Button, Collapse, Paper, SimpleGrid, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp, IconExternalLink } from '../../shared/page-icons';
import { CodeBlock } from './code-block';
import { INBOUND_SAMPLE, OUTBOUND_SAMPLE } from './samples';
import { useTexts } from './texts';

/** What an expression is given and has to answer. */
export function AdapterHelp() {
  const t = useTexts();
  const [isOpen, { toggle }] = useDisclosure();
  const Icon = isOpen ? IconChevronUp : IconChevronDown;
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        mb="md"
        aria-expanded={isOpen}
        rightSection={<Icon size={14} aria-hidden />}
        onClick={toggle}
      >
        {t('docs')}
      </Button>
      <Collapse expanded={isOpen}>
        <Paper withBorder p="md" mb="md">
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <div>
              <Text size="sm" mb="xs">
                {t('docsInbound')}
              </Text>
              <CodeBlock label={t('inboundTitle')}>{INBOUND_SAMPLE}</CodeBlock>
            </div>
            <div>
              <Text size="sm" mb="xs">
                {t('docsOutbound')}
              </Text>
              <CodeBlock label={t('outboundTitle')}>{OUTBOUND_SAMPLE}</CodeBlock>
            </div>
          </SimpleGrid>
          <Anchor
            href="https://docs.jsonata.org/overview"
            target="_blank"
            rel="noreferrer"
            size="sm"
            mt="sm"
            display="block"
          >
            {t('docsMore')} <IconExternalLink size={14} aria-hidden />
          </Anchor>
        </Paper>
      </Collapse>
    </>
  );
}
