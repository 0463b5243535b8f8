import { Alert, Button, Code, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { DeliveryBadge } from '../shared/badges';
import { reasonInWords } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts } from './texts';
import { deliveriesOf, type Webhook } from './webhook';

type Delivery = Schemas['WebhookDeliveryDetail'];

const LOOK_AGAIN_MS = 500;

interface Props {
  webhook: Webhook;
  /** The test's delivery as it was made; undefined while it is being asked for. */
  sent: Delivery | undefined;
  error: Error | null;
  onClose(): void;
}

/** What the receiver answered to a test. */
export function WebhookTest({ webhook, sent, error, onClose }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const { data: delivery = sent } = useQuery({
    queryKey: ['gettzap-notifications', 'one', sent?.id],
    queryFn: async ({ signal }) => {
      const params = { path: { id: sent!.id } };
      return (await call(api.GET('/api/gettzap-notifications/{id}', { params, signal }))) as Delivery;
    },
    enabled: sent !== undefined,
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? LOOK_AGAIN_MS : false),
  });
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('hook.testing')}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <Stack>
        {error ? (
          <Alert color="red" role="alert">
            {reasonInWords(error)}
          </Alert>
        ) : (
          <Text size="sm" c="dimmed">
            {t('hook.testHint')}
          </Text>
        )}
        <Code block tabIndex={0}>
          POST {webhook.url}
        </Code>
        <div aria-live="polite">{!error && <Result delivery={delivery} />}</div>
        <Group justify="flex-end">
          <Button variant="default" component={Link} href={deliveriesOf(webhook)}>
            {t('hook.openDeliveries')}
          </Button>
          <Button onClick={onClose}>{shared('close')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Result({ delivery }: { delivery: Delivery | undefined }) {
  const t = useTexts();
  if (!delivery || isUnderWay(delivery)) {
    return (
      <Group gap="xs">
        <Loader size="xs" />
        <Text size="sm">{t('hook.waitingForAnswer')}</Text>
      </Group>
    );
  }
  const attempt = delivery.attempts.at(-1);
  const { response = null, error = '', durationMs = 0 } = attempt ?? {};
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <DeliveryBadge state={delivery.state} />
        <Text size="sm">
          {response
            ? t('hook.answered', { status: response.status, ms: durationMs })
            : [t('hook.noAnswer'), error || delivery.reason].filter(Boolean).join(': ')}
        </Text>
      </Group>
      {response?.body && (
        <div>
          <Text size="sm" mb={4}>
            {t('hook.body')}
          </Text>
          <Code block tabIndex={0} mah={200} style={{ overflow: 'auto' }}>
            {response.body}
          </Code>
        </div>
      )}
    </Stack>
  );
}

/** Nothing has come of it yet: not even a first answer. */
function isUnderWay(delivery: Delivery | undefined): boolean {
  return !delivery || delivery.state === 'pending' || delivery.state === 'sending';
}
