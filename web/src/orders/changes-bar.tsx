import { Alert, Button, List, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { isApiError } from '../api/errors';
import { outOfDate } from '../api/queries';
import { dateTime } from '../i18n/format';
import { useMay } from '../session/session';
import { IconRefresh } from '../shared/page-icons';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useIsOnline } from '../shell/connection-watch';
import { changeInWords } from './buyer-changes';
import { useChangeTexts } from './change-texts';

const SHOWN = 12;

interface Props {
  externalOrderId: string;
  /** Nobody has said yet that they have seen it. */
  isUnseen: boolean;
  changes: Schemas['BuyerChangeView'][];
  /** Of the external order or of the order: both tell who has seen it. */
  history: Array<{ kind: string; at: string; actor: string }>;
  /** What the part of a position is called, by its id at the marketplace. */
  partOf(positionId: string): string | undefined;
}

/** What the buyer changed after the decision, until somebody has seen it; then quietly, as long as the order says otherwise. */
export function ChangesBar({ externalOrderId, isUnseen, changes, history, partOf }: Props) {
  const t = useChangeTexts();
  const mayDecide = useMay('decide');
  const isOnline = useIsOnline();
  const pending = changes.filter((each) => each.pending);
  const { mutate, isPending } = useSeen(externalOrderId, pending[0]?.version);
  if (!isUnseen && pending.length === 0) return null;
  const seen = isUnseen ? undefined : history.findLast(({ kind }) => kind === 'change_seen');
  const shown = pending.slice(0, SHOWN);
  return (
    <Alert color={isUnseen ? 'yellow' : 'gray'} icon={<IconRefresh />} title={t('title')} mb="md">
      {pending[0] && <Text size="sm">{dateTime(pending[0].at)}</Text>}
      <List size="sm" my={4} style={{ overflowWrap: 'anywhere' }}>
        {shown.map((change) => (
          <List.Item key={change.path}>{changeInWords(change, partOf)}</List.Item>
        ))}
        {pending.length > shown.length && <List.Item>{t('more', { count: pending.length - shown.length })}</List.Item>}
      </List>
      <Text size="sm">{t(pending.length > 0 ? 'hint' : 'notReadable')}</Text>
      {seen && <Text size="sm">{t('seenBy', { who: seen.actor, when: dateTime(seen.at) })}</Text>}
      {isUnseen && mayDecide && (
        <Button
          size="compact-sm"
          variant="default"
          mt="xs"
          disabled={!isOnline}
          loading={isPending}
          onClick={() => mutate()}
        >
          {t('seen')}
        </Button>
      )}
    </Alert>
  );
}

/** @param version of the newest change that is shown: what came after it is not seen by that */
function useSeen(externalOrderId: string, version: number | undefined) {
  const t = useChangeTexts();
  return useMutation({
    mutationFn: () => {
      const params = { path: { id: externalOrderId } };
      return call(api.POST('/api/external-orders/{id}/seen', { params, body: version ? { version } : {} }));
    },
    onSuccess: () => notifySuccess(t('done')),
    onError: (error) => {
      if (!isApiError(error, 'changed_meanwhile')) notifyFailure(error);
    },
    onSettled: () => outOfDate('external-orders', 'orders'),
  });
}
