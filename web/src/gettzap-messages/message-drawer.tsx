import { problemText } from '../../../src/orders/external-orders/problem-text';
import { Alert, Anchor, Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { ApiError, isApiError } from '../api/errors';
import { outOfDate, queries } from '../api/queries';
import { bytes, dateTime, exactTime } from '../i18n/format';
import { language } from '../i18n/language';
import { useWords } from '../i18n/words';
import { useMay } from '../session/session';
import { CodeBlock } from '../shared/code-block';
import { confirm } from '../shared/confirm';
import { useConnectionName } from '../shared/connections';
import { Facts } from '../shared/facts';
import { notifySuccess, reasonInWords } from '../shared/notify';
import { Loaded } from '../shared/page-states';
import { prettyJson } from '../shared/pretty-json';
import { SideDrawer } from '../shared/side-drawer';
import { useIsOnline } from '../shell/connection-watch';
import { detailInWords } from './detail-words';
import { OutcomeBadge } from './outcome-badge';
import { useExternalNumber } from '../shared/use-external-number';
import { useTexts } from './texts';

type Message = Schemas['GettzapMessageDetail'];

const EXPLAINED = ['connection_inactive', 'body_removed', 'not_understood'] as const;

/** One incoming message, as it came. @param id "" = closed */
export function MessageDrawer({ id, onClose }: { id: string; onClose(): void }) {
  const t = useTexts();
  const message = useQuery({
    queryKey: ['gettzap-messages', 'detail', id],
    queryFn: ({ signal }) => call(api.GET('/api/gettzap-messages/{id}', { params: { path: { id } }, signal })),
    enabled: id !== '',
  });
  const title = message.data ? (
    <Group gap="xs">
      <Text fw={650}>{t('drawer', { id })}</Text>
      <OutcomeBadge outcome={message.data.outcome} />
    </Group>
  ) : (
    t('message')
  );
  return (
    <SideDrawer isOpen={id !== ''} title={title} onClose={onClose}>
      <Loaded query={message}>{(data) => <Content key={data.id} message={data} />}</Loaded>
    </SideDrawer>
  );
}

function Content({ message }: { message: Message }) {
  const t = useTexts();
  const nameOf = useConnectionName();
  const orderNumber = useExternalNumber(message.externalOrderId ?? '');
  const { externalOrderId, receivedAt, reprocessedAt, contentType, size, connectionId } = message;
  return (
    <Stack>
      <Actions message={message} />
      <Facts
        facts={[
          [t('received'), exactTime(receivedAt)],
          [t('reprocessed'), reprocessedAt && exactTime(reprocessedAt)],
          [t('connection'), nameOf(connectionId)],
          [
            t('externalOrder'),
            externalOrderId && (
              <Anchor key="order" component={Link} href={`/external-orders/${externalOrderId}`} size="sm">
                {orderNumber}
              </Anchor>
            ),
          ],
          [t('detail'), detailInWords(message)],
          [t('contentType'), contentType],
          [t('size'), bytes(size)],
        ]}
      />
      <Contents message={message} />
    </Stack>
  );
}

function Actions({ message }: { message: Message }) {
  const t = useTexts();
  const words = useWords();
  const isOnline = useIsOnline();
  const isAdmin = useMay('administer');
  const { id, connectionId, bodyRemovedAt } = message;
  const reprocess = useMutation({
    mutationFn: () => call(api.POST('/api/gettzap-messages/{id}/reprocess', { params: { path: { id } } })),
    onSuccess: (data) => {
      queries.setQueryData(['gettzap-messages', 'detail', id], data);
      notifySuccess(t('reprocessedWith', { outcome: words(`messageOutcome.${data.outcome}`) }));
    },
    onSettled: () => void outOfDate('gettzap-messages'),
  });
  const ask = async () => {
    const question = { title: t('reprocessTitle'), children: t('reprocessHint'), confirm: t('reprocess') };
    if (await confirm(question)) reprocess.mutate();
  };
  if (bodyRemovedAt) return null;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button size="sm" loading={reprocess.isPending} disabled={!isOnline} onClick={() => void ask()}>
          {t('reprocess')}
        </Button>
        {isAdmin && (
          <Button
            size="sm"
            variant="default"
            component={Link}
            href={`/marketplaces/${connectionId}?tab=format&topic=inbound&messageId=${id}`}
          >
            {t('tryAdapter')}
          </Button>
        )}
      </Group>
      {reprocess.error && <Refusal error={reprocess.error} connectionId={connectionId} />}
    </Stack>
  );
}

/** Why the message could not be processed, and where that is mended. */
function Refusal({ error, connectionId }: { error: Error; connectionId: string }) {
  const t = useTexts();
  const isAdmin = useMay('administer');
  const code = EXPLAINED.find((each) => isApiError(error, each));
  return (
    <Alert color="red" role="alert">
      {code ? t(`refused.${code}`) : reasonInWords(error)}
      {code === 'not_understood' && (
        <Text size="sm" c="dimmed" mt={4}>
          {(error as ApiError).fields.map((field) => problemText(field, language())).join('; ')}
        </Text>
      )}
      {code === 'connection_inactive' && isAdmin && (
        <Anchor component={Link} href={`/marketplaces/${connectionId}`} size="sm" display="block" mt={4}>
          {t('toConnection')}
        </Anchor>
      )}
    </Alert>
  );
}

function Contents({ message }: { message: Message }) {
  const t = useTexts();
  const { body, bodyEncoding, tree, headers, bodyRemovedAt } = message;
  const [shown, setShown] = useState<'formatted' | 'raw'>('formatted');
  if (bodyRemovedAt) return <Alert color="gray">{t('removed', { time: dateTime(bodyRemovedAt) })}</Alert>;
  const pretty = bodyEncoding === 'text' ? prettyJson(body) : null;
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <>
      <div>
        <Group justify="space-between" mb="xs">
          <Title order={3} size="h5">
            {t('body')}
          </Title>
          {pretty !== null && (
            <SegmentedControl
              size="xs"
              aria-label={t('body')}
              value={shown}
              onChange={(value) => setShown(value as typeof shown)}
              data={[
                { value: 'formatted', label: t('formatted') },
                { value: 'raw', label: t('raw') },
              ]}
            />
          )}
        </Group>
        {bodyEncoding === 'base64' && (
          <Text size="sm" c="dimmed" mb={4}>
            {t('base64')}
          </Text>
        )}
        {body ? (
          <CodeBlock label={t('body')} text={pretty !== null && shown === 'formatted' ? pretty : body} />
        ) : (
          <Text size="sm">{t('empty')}</Text>
        )}
      </div>
      {tree && (
        <div>
          <Title order={3} size="h5">
            {t('tree')}
          </Title>
          <Text size="sm" c="dimmed" mb={4}>
            {t('treeHint')}
          </Text>
          <CodeBlock label={t('tree')} text={JSON.stringify(tree, null, 2)} />
        </div>
      )}
      <div>
        <Title order={3} size="h5">
          {t('headers')}
        </Title>
        <Text size="sm" c="dimmed" mb={4}>
          {t('headersHint')}
        </Text>
        <CodeBlock label={t('headers')} text={head.join('\n')} />
      </div>
    </>
  );
}
