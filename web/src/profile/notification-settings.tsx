import { Checkbox, Table } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { queries } from '../api/queries';
import { useMe } from '../session/session';
import { notifyFailure } from '../shared/notify';
import { Loaded } from '../shared/page-states';
import { useIsOnline } from '../shell/connection-watch';
import { Part } from './profile-part';
import { useTexts } from './texts';

type Settings = Schemas['ManagerNotificationSettingsView'];
type Kind = keyof Settings['kinds'];
type Channel = keyof Settings['kinds'][Kind];

const KEY = ['notification-settings'];
const CHANNELS: Channel[] = ['panel', 'email'];

/** From the everyday to what somebody has to act on. */
const KINDS: Kind[] = [
  'mentioned',
  'assigned',
  'deadline',
  'external_order_received',
  'items_in_status',
  'cancelled_by_client',
  'conflict',
  'needs_attention',
  'delivery_given_up',
  'exchange_trouble',
  'price_list_trouble',
  'connection_paused',
  'replaced_link',
  'breaker_opened',
  'breaker_closed',
];

interface Choice {
  kind: Kind;
  channel: Channel;
  isChosen: boolean;
}

/** What the signed-in user is told of, and how. Every tick is saved at once. */
export function NotificationSettings() {
  const t = useTexts();
  const { email } = useMe();
  const settings = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call(api.GET('/api/auth/me/notifications', { signal })),
  });
  return (
    <Part title={t('notifications')} hint={t('notificationsHint', { email })}>
      <Loaded query={settings}>{({ kinds }) => <Choices kinds={kinds} />}</Loaded>
    </Part>
  );
}

function Choices({ kinds }: { kinds: Settings['kinds'] }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const choose = useChoose();
  const names = { panel: t('panel'), email: t('byEmail') };
  return (
    <Table verticalSpacing="xs" horizontalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('kind')}</Table.Th>
          {CHANNELS.map((channel) => (
            <Table.Th key={channel} w={90} ta="center">
              {names[channel]}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {KINDS.map((kind) => (
          <Table.Tr key={kind}>
            <Table.Td>{t(`kinds.${kind}`)}</Table.Td>
            {CHANNELS.map((channel) => (
              <Table.Td key={channel}>
                <Checkbox
                  aria-label={t('cell', { kind: t(`kinds.${kind}`), channel: names[channel] })}
                  style={{ display: 'flex', justifyContent: 'center' }}
                  checked={kinds[kind][channel]}
                  disabled={!isOnline}
                  onChange={(event) => choose({ kind, channel, isChosen: event.currentTarget.checked })}
                />
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Shows a choice before it is saved, and takes it back when it was not. */
function useChoose(): (choice: Choice) => void {
  const { mutate } = useMutation({
    // One after the other, so that the last answer is the last choice.
    scope: { id: KEY[0] },
    mutationFn: ({ kind, channel, isChosen }: Choice) =>
      call(api.PATCH('/api/auth/me/notifications', { body: { kinds: { [kind]: { [channel]: isChosen } } } })),
    onMutate: async (choice) => {
      await queries.cancelQueries({ queryKey: KEY });
      show(choice);
    },
    onError: (error, choice) => {
      show({ ...choice, isChosen: !choice.isChosen });
      notifyFailure(error);
    },
  });
  return mutate;
}

function show({ kind, channel, isChosen }: Choice): void {
  queries.setQueryData<Settings>(
    KEY,
    (old) => old && { kinds: { ...old.kinds, [kind]: { ...old.kinds[kind], [channel]: isChosen } } },
  );
}
