import { Box, Code, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSend, IconSendOff } from '../shared/page-icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { isUnderWay } from '../api/queries';
import { answerInWords } from '../gettzap-notifications/answer-in-words';
import { useWords } from '../i18n/words';
import { ExternalOrderBadge } from '../shared/badges';
import { reasonInWords } from '../shared/notify';
import classes from './detail.module.css';
import type { Decision } from './decide-many';
import { useTexts } from './detail-texts';
import { type Draft, requestOf } from './draft';
import { decisionOn } from './use-decision';

type Order = Schemas['ExternalOrderDetail'];
type Notice = Schemas['DecisionNoticeView'];

const TYPING_MS = 250;

interface Props {
  order: Order;
  draft: Draft;
  /** A decision is under way: what it will be told as is no question any more. */
  isPending: boolean;
}

/** Exactly what GettZap would be told of the decision that the manager looks at, and what not and why. */
export function GettzapGets({ order, draft, isPending }: Props) {
  const t = useTexts();
  const { intent, setIntent } = draft;
  const preview = usePreview(order, draft, intent, !isPending);
  // So that the other one is there at once.
  usePreview(order, draft, intent === 'accept' ? 'refuse' : 'accept', !isPending && order.state !== 'needs_attention');
  return (
    <Box className={classes.outlook} role="region" aria-label={t('gettzapGets')}>
      <Group justify="space-between" gap="xs" mb="xs">
        <Text size="sm" fw={600}>
          {t('gettzapGets')}
        </Text>
        {order.state !== 'needs_attention' && (
          <SegmentedControl
            size="xs"
            aria-label={t('whichDecision')}
            data={[
              { value: 'accept', label: t('ifAccepted') },
              { value: 'refuse', label: t('ifRefused') },
            ]}
            value={intent}
            onChange={(value) => setIntent(value as Decision)}
          />
        )}
      </Group>
      {preview.data ? (
        <Notices preview={preview.data} order={order} />
      ) : preview.error ? (
        <Text size="sm">{reasonInWords(preview.error)}</Text>
      ) : (
        <Skeleton height={48} />
      )}
      {intent === 'accept' && draft.isInPart && (
        <Text size="xs" c="dimmed" mt="xs">
          {t('partRefused')}
        </Text>
      )}
    </Box>
  );
}

/** Asked again when the draft or what is known of the order changes, not by live events: then the order itself comes anew. */
function usePreview(order: Order, draft: Draft, decision: Decision, isWanted: boolean) {
  const request = { decision, ...requestOf(draft, decision, order.version) };
  const states = order.positions.map(({ state }) => state).join();
  const [asked] = useDebouncedValue(JSON.stringify({ request, states }), TYPING_MS);
  const { request: body, states: statesThen } = JSON.parse(asked) as { request: typeof request; states: string };
  const isOutdated = statesThen !== states || body.version !== order.version;
  const canAsk = isWanted && !isOutdated && (draft.open.length > 0 || order.state === 'needs_attention');
  return useQuery({
    queryKey: ['external-order-preview', order.id, decision, asked],
    queryFn: ({ signal }) =>
      call(api.POST('/api/external-orders/{id}/preview', { params: { path: { id: order.id } }, body, signal })),
    enabled: () => canAsk && !isUnderWay(decisionOn(order.id)),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

function Notices({ preview: { state, notices }, order }: { preview: Schemas['DecisionPreview']; order: Order }) {
  const t = useTexts();
  const isSilent = notices.every(({ isSent }) => !isSent);
  return (
    <Stack gap="xs">
      {isSilent && <Text size="sm">{t('nothingSent')}</Text>}
      <Stack gap="xs" component="ol" className={classes.notices}>
        {notices.map((notice, index) => (
          <li key={index}>
            <NoticeLine notice={notice} order={order} />
          </li>
        ))}
      </Stack>
      <Group gap={6}>
        <Text size="xs" c="dimmed">
          {t('stateAfter')}
        </Text>
        <ExternalOrderBadge state={state} />
      </Group>
    </Stack>
  );
}

function NoticeLine({ notice, order }: { notice: Notice; order: Order }) {
  const t = useTexts();
  const words = useWords();
  const { kind, positionId, quantity, status, text, isSent, reason } = notice;
  const position = order.positions.find(({ id }) => id === positionId);
  const about = [
    words(`noticeKind.${kind}`),
    position && `${position.brand} ${position.number}`,
    quantity !== null && t('pieces', { count: quantity }),
  ];
  const Icon = isSent ? IconSend : IconSendOff;
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Icon size={16} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <Text size="xs" c="dimmed">
          {about.filter(Boolean).join(' · ')}
          {isSent && (
            <>
              {' → '}
              <Code fz="xs" aria-label={t('gettzapStatus', { status })}>
                {status}
              </Code>
            </>
          )}
        </Text>
        <Text size="sm">{isSent ? text || t('withoutText') : `${t('notSent')}: ${whyNot(reason)}`}</Text>
      </div>
    </Group>
  );
}

/** In the words of the list of notifications, without their «Не отправлялось: »: nothing was to be sent yet. */
function whyNot(reason: string): string {
  const skipped = {
    state: 'skipped',
    channel: 'gettzap',
    nextAttemptAt: null,
    deliveredAt: null,
    attemptCount: 0,
  } as const;
  return answerInWords({ ...skipped, reason }).replace(/^[^:]*: /, '');
}
