import { Badge, Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { bytes, dateTime, exactTime, number } from '../i18n/format';
import { CodeBlock } from '../shared/code-block';
import { Facts } from '../shared/facts';
import { Loaded } from '../shared/page-states';
import { SideDrawer } from '../shared/side-drawer';
import { LOOK_AGAIN_MS } from './exchange';
import { useSaid } from './hand-over-state';
import classes from './session.module.css';
import { useTexts } from './texts';

type Step = Schemas['ExchangeSessionStepView'];
type ReturnedFile = Schemas['ReturnedFileView'];

const isAskingFormat = (format: string | undefined) => format === 'abcp' || format === 'parts_soft';

interface Props {
  exchangeId: string;
  /** "" = closed. */
  id: string;
  onClose(): void;
}

/** One visit of the other side: call by call, with what was handed out and sent. */
export function SessionDrawer({ exchangeId, id, onClose }: Props) {
  const t = useTexts();
  const session = useQuery({
    queryKey: ['exchanges', 'session', exchangeId, id],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/exchanges/{id}/sessions/{sessionId}', {
          params: { path: { id: exchangeId, sessionId: id } },
          signal,
        }),
      ),
    enabled: id !== '',
    refetchInterval: LOOK_AGAIN_MS,
  });
  const isAsked = isAskingFormat(session.data?.format);
  const title = session.data && t('sessions.title', { time: dateTime(session.data.startedAt) });
  return (
    <SideDrawer isOpen={id !== ''} title={title ?? t('tab.sessions')} onClose={onClose}>
      <Loaded query={session}>
        {(data) => (
          <Stack>
            <Facts
              facts={[
                [t('sessions.format'), t(`sessions.formats.${data.format}`)],
                [t(isAsked ? 'sessions.asked' : 'sessions.address'), data.address],
                [t('sessions.last'), exactTime(data.lastAt)],
                [t('sessions.handedOut'), !isAsked && number(data.handedOut)],
                [t('sessions.confirmed'), !isAsked && number(data.confirmed)],
                [t('sessions.returned'), number(data.returned)],
                [t('sessions.failures'), number(data.failures)],
              ]}
            />
            <Title order={3} size="h5">
              {t('sessions.steps')}
            </Title>
            {data.steps.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('sessions.quiet')}
              </Text>
            )}
            <ol className={classes.steps} aria-label={t('sessions.steps')}>
              {data.steps.map((step, index) => (
                <li key={`${step.at} ${index}`} className={classes.step} data-failed={step.isFailure || undefined}>
                  <StepView exchangeId={exchangeId} step={step} />
                </li>
              ))}
            </ol>
          </Stack>
        )}
      </Loaded>
    </SideDrawer>
  );
}

function StepView({ exchangeId, step }: { exchangeId: string; step: Step }) {
  const t = useTexts();
  const { at, request, status, isFailure, errorCode: code, errorParams: params, batchId, file } = step;
  const answer = useSaid()({ code, params, message: step.answer });
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <Text size="xs" c="dimmed">
          {exactTime(at)}
        </Text>
        <Badge color={isFailure ? 'red' : 'green'}>{isFailure ? t('sessions.failure') : t('sessions.success')}</Badge>
        {status === 0 && <Badge color="gray">{t('sessions.noAnswer')}</Badge>}
        {status !== 0 && status !== 200 && <Badge color="gray">HTTP {status}</Badge>}
      </Group>
      <Code className={classes.request}>{request}</Code>
      {answer && (
        <div>
          <Text size="xs" c="dimmed">
            {t(code ? 'sessions.reason' : 'sessions.answer')}
          </Text>
          <Code block className={classes.answer} tabIndex={0}>
            {answer.trim()}
          </Code>
        </div>
      )}
      {batchId && <Raw exchangeId={exchangeId} batchId={batchId} label={t('sessions.batch')} />}
      {file && <FileView exchangeId={exchangeId} file={file} />}
    </Stack>
  );
}

function FileView({ exchangeId, file }: { exchangeId: string; file: ReturnedFile }) {
  const t = useTexts();
  const { id, name, state, size, error, documents, changed, unmapped, proposals, notOurs, notOursCount, problems } =
    file;
  const counted = (count: number) => count > 0 && number(count);
  const rest = notOursCount - notOurs.length;
  const label = t('sessions.file', { name });
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {label}
        </Text>
        <Badge color={state === 'failed' ? 'red' : state === 'applied' ? 'green' : 'indigo'}>
          {t(`sessions.fileState.${state}`)}
        </Badge>
      </Group>
      <Facts
        facts={[
          [t('sessions.size'), bytes(size)],
          [t('sessions.reason'), error],
          [t('sessions.documents'), counted(documents)],
          [t('sessions.changed'), counted(changed)],
          [t('sessions.unmapped'), counted(unmapped)],
          [t('sessions.proposals'), counted(proposals)],
          [t('sessions.notOurs'), notOursCount > 0 && notOurs.join(', ') + (rest > 0 ? ` … +${number(rest)}` : '')],
          [t('sessions.problems'), problems.join('\n')],
        ]}
      />
      <Raw exchangeId={exchangeId} fileId={id} label={label} />
    </Stack>
  );
}

type RawProps = { exchangeId: string; label: string } & ({ batchId: string } | { fileId: string });

/** A batch or a file as it was sent, asked for only when somebody wants to see it. */
function Raw({ exchangeId, label, ...which }: RawProps) {
  const t = useTexts();
  const [isShown, setShown] = useState(false);
  const isBatch = 'batchId' in which;
  const raw = useQuery({
    queryKey: ['exchanges', 'raw', exchangeId, which],
    queryFn: ({ signal }) =>
      'batchId' in which
        ? call(
            api.GET('/api/exchanges/{id}/batches/{batchId}', {
              params: { path: { id: exchangeId, ...which } },
              signal,
            }),
          )
        : call(
            api.GET('/api/exchanges/{id}/files/{fileId}', { params: { path: { id: exchangeId, ...which } }, signal }),
          ),
    enabled: isShown,
  });
  return (
    <>
      <Group>
        <Button size="compact-sm" variant="default" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? t('sessions.hide') : t(isBatch ? 'sessions.showBatch' : 'sessions.showFile')}
        </Button>
      </Group>
      {isShown && (
        <Loaded query={raw}>
          {({ body, isRemoved }) =>
            isRemoved ? (
              <Text size="sm" c="dimmed">
                {t('sessions.removed')}
              </Text>
            ) : (
              <CodeBlock label={label} text={body} />
            )
          }
        </Loaded>
      )}
    </>
  );
}
