import { Alert, Anchor, List, Text } from '@mantine/core';
import { Link } from 'wouter';
import { reasonInWords } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import type { BulkOutcome, BulkResult } from './decide-many';
import type { ExternalOrder } from './list-query';
import { OrderNumber } from './order-number';
import { useTexts } from './texts';

interface Props {
  result: BulkResult;
  /** What was decided about. */
  orders: ExternalOrder[];
  onClose(): void;
}

const OUTCOMES: Array<BulkOutcome['outcome']> = [
  'accepted',
  'refused',
  'cancelled_by_client',
  'already_decided',
  'needs_attention',
  'changed_meanwhile',
  'not_found',
  'failed',
];

/** What became of a decision about many: «8 принято, 1 отменён клиентом». */
export function useOutcomeWords() {
  const t = useTexts();
  return (outcomes: BulkOutcome[]) =>
    OUTCOMES.flatMap((outcome) => {
      const count = outcomes.filter((each) => each.outcome === outcome).length;
      return count > 0 ? [t(`outcome.${outcome}`, { count })] : [];
    }).join(', ');
}

/** Which orders a decision about many did not go through for, and why; nothing where all did. */
export function BulkResultBar({ result: { outcomes, stoppedBy }, orders, onClose }: Props) {
  const t = useTexts();
  const close = useSharedTexts()('close');
  const inWords = useOutcomeWords();
  const failed = outcomes.flatMap(({ id, outcome }) =>
    outcome === 'accepted' || outcome === 'refused' ? [] : [{ id, outcome }],
  );
  if (failed.length === 0 && !stoppedBy) return null;
  return (
    <Alert
      color="yellow"
      title={inWords(outcomes)}
      role="status"
      mb="md"
      withCloseButton
      closeButtonLabel={close}
      onClose={onClose}
    >
      {failed.length > 0 && (
        <>
          <Text size="sm">{t('notDone')}</Text>
          <List size="sm">
            {failed.map(({ id, outcome }) => (
              <List.Item key={id}>
                <Anchor component={Link} href={`/external-orders/${id}`} inherit underline="always">
                  <OrderNumber externalId={orders.find((order) => order.id === id)?.externalId ?? id} />
                </Anchor>
                {': '}
                {t(`why.${outcome}`)}
              </List.Item>
            ))}
          </List>
        </>
      )}
      {stoppedBy !== undefined && <Text size="sm">{t('stoppedHalfway', { why: reasonInWords(stoppedBy) })}</Text>}
    </Alert>
  );
}
