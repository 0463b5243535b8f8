import { Accordion, Anchor, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { OutcomeBadge } from '../gettzap-messages/outcome-badge';
import { bytes, dateTime, exactTime } from '../i18n/format';
import { Section } from '../shared/section';
import { CodeBlock } from '../shared/code-block';
import { reasonInWords } from '../shared/notify';
import { prettyJson } from '../shared/pretty-json';
import { useTexts } from './detail-texts';

type Summary = Schemas['GettzapMessageSummary'];

const SHOWN = 20;

/** The messages that an external order came by, newest first. */
export function useMessagesOf(externalOrderId: string, isAllowed: boolean) {
  const query = { externalOrderId, perPage: SHOWN };
  return useQuery({
    queryKey: ['gettzap-messages', 'of-external-order', externalOrderId],
    queryFn: ({ signal }) => call(api.GET('/api/gettzap-messages', { params: { query }, signal })),
    enabled: isAllowed,
  });
}

/** What GettZap sent about the order, as it came; each is opened when somebody wants to see it. */
export function MessagesCard({ externalOrderId }: { externalOrderId: string }) {
  const t = useTexts();
  const messages = useMessagesOf(externalOrderId, true);
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <Section
      title={t('messages')}
      beside={
        <Anchor component={Link} href={`/gettzap-messages?externalOrderId=${externalOrderId}`} size="sm">
          {t('allMessages')}
        </Anchor>
      }
    >
      <Text size="xs" c="dimmed" mb="xs">
        {t('messagesHint')}
      </Text>
      {messages.error && <Text size="sm">{reasonInWords(messages.error)}</Text>}
      {messages.isPending && <Skeleton height={40} />}
      {messages.data?.data.length === 0 && <Text size="sm">{t('messagesNone')}</Text>}
      <Accordion value={opened} onChange={setOpened} variant="contained" order={3}>
        {messages.data?.data.map((message) => (
          <Accordion.Item key={message.id} value={message.id}>
            <Accordion.Control>
              <Group gap="xs">
                <OutcomeBadge outcome={message.outcome} />
                <Text size="sm">{exactTime(message.receivedAt)}</Text>
                <Text size="xs" c="dimmed">
                  {bytes(message.size)}
                </Text>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>{opened === message.id && <Contents message={message} />}</Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Section>
  );
}

function Contents({ message: { id, bodyRemovedAt } }: { message: Summary }) {
  const t = useTexts();
  const { data, error } = useQuery({
    queryKey: ['gettzap-messages', 'detail', id],
    queryFn: ({ signal }) => call(api.GET('/api/gettzap-messages/{id}', { params: { path: { id } }, signal })),
  });
  if (bodyRemovedAt) return <Text size="sm">{t('bodyRemoved', { when: dateTime(bodyRemovedAt) })}</Text>;
  if (error) return <Text size="sm">{reasonInWords(error)}</Text>;
  if (!data) return <Skeleton height={80} />;
  const headers = Object.entries(data.headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <Stack gap="xs">
      {data.bodyEncoding === 'base64' && (
        <Text size="xs" c="dimmed">
          {t('bodyBase64')}
        </Text>
      )}
      <CodeBlock label={t('body')} text={prettyJson(data.body) ?? data.body} />
      <CodeBlock label={t('headers')} text={headers.join('\n')} />
    </Stack>
  );
}
