import { ActionIcon, Anchor, Group, Text, Tooltip } from '@mantine/core';
import { CopyButton } from './copy-button';
import { IconCheck } from './icons';
import { IconCopy } from './page-icons';
import { mailLink, phoneLink } from './contact-links';
import { useTexts } from './texts';

/** A telephone number to be dialled or taken elsewhere; as text where it is none. */
export function Phone({ phone }: { phone: string }) {
  if (!phone) return null;
  return (
    <Group gap={4} wrap="nowrap">
      <Linked href={phoneLink(phone)} text={phone} />
      <CopyIcon value={phone} />
    </Group>
  );
}

export function Email({ email }: { email: string }) {
  return email ? <Linked href={mailLink(email)} text={email} /> : null;
}

/** A vehicle's number, large enough to be read out, to be taken to a catalogue of parts. */
export function Vin({ vin }: { vin: string }) {
  if (!vin) return null;
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="sm" c="dimmed" mr={4}>
        VIN
      </Text>
      <Text fz="lg" fw={600} ff="monospace" style={{ whiteSpace: 'nowrap' }}>
        {vin}
      </Text>
      <CopyIcon value={vin} />
    </Group>
  );
}

function Linked({ href, text }: { href: string | undefined; text: string }) {
  return href ? (
    <Anchor href={href} size="sm">
      {text}
    </Anchor>
  ) : (
    text
  );
}

function CopyIcon({ value }: { value: string }) {
  const t = useTexts();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('copied') : t('copy')}>
          <ActionIcon
            variant="subtle"
            size="sm"
            color={copied ? 'green' : 'gray'}
            onClick={copy}
            aria-label={t('copyValue', { value })}
          >
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
