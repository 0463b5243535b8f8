import { Modal, Stack, Text } from '@mantine/core';
import type { Schemas } from '../api/client';
import { useMe } from '../session/session';
import { Ago } from '../shared/ago';
import { useTexts as useSharedTexts } from '../shared/texts';
import { Sessions } from './sessions';
import { useTexts } from './texts';

/** A user's sessions, over the list of users. */
export function SessionsDialog({ user, onClose }: { user: Schemas['UserView']; onClose(): void }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const isMe = useMe().id === user.id;
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('sessions.titleOf', { name: user.name })}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('lastSignIn')}: {user.lastSignInAt ? <Ago time={user.lastSignInAt} /> : t('neverSignedIn')}
        </Text>
        <Sessions userId={isMe ? undefined : user.id} />
      </Stack>
    </Modal>
  );
}
