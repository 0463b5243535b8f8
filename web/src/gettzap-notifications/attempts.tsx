import { Accordion, Badge, Group, Stack, Text, Tooltip } from '@mantine/core';
import type { Schemas } from '../api/client';
import { duration, exactTime } from '../i18n/format';
import { CodeBlock } from '../shared/code-block';
import { prettyForm } from '../shared/pretty-form';
import { prettyJson } from '../shared/pretty-json';
import { attemptInWords } from './answer-in-words';
import type { Channel } from './delivery-filters';
import { useTexts } from './texts';

type Attempt = Schemas['AttemptView'];

interface Props {
  /** Of very many the first and the last ones. */
  attempts: Attempt[];
  attemptsMade: number;
  channel: Channel;
}

/** The tries of a message, the last one first; each opens to what was sent and what was answered. */
export function Attempts({ attempts, attemptsMade, channel }: Props) {
  const t = useTexts();
  if (attempts.length === 0) return <Text size="sm">{t('noAttempts')}</Text>;
  const latest = attempts.at(-1)!.number;
  const leftOut = attemptsMade - attempts.length;
  return (
    <>
      {leftOut > 0 && (
        <Text size="sm" c="dimmed" mb="xs">
          {t('attemptsLeftOut', { count: leftOut })}
        </Text>
      )}
      <Accordion variant="contained" multiple defaultValue={[String(latest)]} key={latest} order={4}>
        {[...attempts].reverse().map((attempt) => (
          <Accordion.Item key={attempt.number} value={String(attempt.number)}>
            <Accordion.Control>
              <Group gap="xs">
                <Text size="sm" fw={600}>
                  {attempt.number}. {exactTime(attempt.at)}
                </Text>
                <Text size="sm" c="dimmed">
                  {attempt.durationMs < 1_000
                    ? t('ms', { count: attempt.durationMs })
                    : duration(attempt.durationMs / 1_000)}
                </Text>
                {attempt.manual && <Badge color="indigo">{t('byHand')}</Badge>}
                {!attempt.spent && (
                  <Tooltip label={t('notSpentHint')}>
                    <Badge color="gray">{t('notSpent')}</Badge>
                  </Tooltip>
                )}
              </Group>
              <Text size="sm">{attemptInWords(attempt, channel)}</Text>
            </Accordion.Control>
            <Accordion.Panel>
              <Exchange attempt={attempt} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </>
  );
}

function Exchange({ attempt: { request, response, error } }: { attempt: Attempt }) {
  const t = useTexts();
  // Nobody was called.
  if (request.method === '') return null;
  return (
    <Stack gap="xs">
      <Part
        title={t('request')}
        line={`${request.method} ${request.url}`}
        headers={request.headers}
        body={request.body}
      />
      {response ? (
        <Part title={t('response')} line={String(response.status)} headers={response.headers} body={response.body} />
      ) : (
        <Text size="sm">{[t('noResponse'), error].filter(Boolean).join(': ')}</Text>
      )}
    </Stack>
  );
}

function Part(props: { title: string; line: string; headers: Record<string, string>; body: string }) {
  const t = useTexts();
  const { title, line, headers, body } = props;
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <CodeBlock
        label={title}
        text={[line, ...head, '', body ? pretty(body, headers) : `(${t('noBody')})`].join('\n')}
      />
    </div>
  );
}

function pretty(body: string, headers: Record<string, string>): string {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  if (type?.startsWith('application/x-www-form-urlencoded')) return prettyForm(body);
  return prettyJson(body) ?? body;
}
