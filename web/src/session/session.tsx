import { Center, Loader, Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { api, call, onSignedOut } from '../api/client';
import { ApiError } from '../api/errors';
import { queries } from '../api/queries';
import { listenAnew } from '../shell/connection-watch';
import { PageFailed } from '../shared/page-states';
import { may, type Me, type Permission } from './permissions';
import { SignInForm } from './sign-in-form';
import { SignInPage } from './sign-in-page';
import { useTexts } from './texts';

const SessionContext = createContext<{ me: Me; signOut(): Promise<void> } | null>(null);

function useSession() {
  const session = useContext(SessionContext);
  if (!session) throw new Error('Nobody is signed in here.');
  return session;
}

/** The signed-in user. */
export function useMe(): Me {
  return useSession().me;
}

/** Signs the user out, and leaves the page. What was asked is let go of: it would be answered as to nobody. */
export function useSignOut(): () => Promise<void> {
  return useSession().signOut;
}

/** Whether the signed-in user may do this. */
export function useMay(permission: Permission): boolean {
  return may(useMe(), permission);
}

const OVER_EVERYTHING = 1_000;

/** Shows what is inside to who is signed in, and the sign-in to others; a session that ends later is renewed over the page. */
export function Session({ children }: { children: ReactNode }) {
  const t = useTexts();
  const [hasEnded, setEnded] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const {
    data: me,
    error,
    refetch,
  } = useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => call(api.GET('/api/auth/me', { signal })).catch(nobodyWhenSignedOut),
    staleTime: Infinity,
  });
  useEffect(() => onSignedOut(() => setEnded(true)), []);
  const shownTo = useRef<string>(undefined);
  useEffect(() => {
    if (!me) return;
    if (shownTo.current && shownTo.current !== me.id) {
      // Somebody else has signed in meanwhile, in another window.
      setLeaving(true);
      location.assign('/');
    }
    shownTo.current = me.id;
  }, [me]);

  const onSignedIn = (signedIn: Me) => {
    // Another person must not see what the former one had open.
    if (me && me.id !== signedIn.id) return location.assign('/');
    queries.setQueryData(['me'], signedIn);
    if (hasEnded) listenAnew(signedIn.id);
    setEnded(false);
    void queries.invalidateQueries();
  };

  const signOut = async () => {
    setLeaving(true);
    try {
      await call(api.POST('/api/auth/logout'));
      location.assign('/');
    } catch (refused) {
      setLeaving(false);
      throw refused;
    }
  };

  if (me === undefined || isLeaving) {
    return (
      <Center mih="100dvh" component="main">
        {error && !isLeaving ? <PageFailed error={error} onRetry={() => void refetch()} /> : <Loader aria-label="…" />}
      </Center>
    );
  }
  if (me === null) return <SignInPage onSignedIn={onSignedIn} />;
  return (
    <SessionContext value={{ me, signOut }}>
      {children}
      <Modal
        opened={hasEnded}
        onClose={() => undefined}
        withCloseButton={false}
        title={t('expired')}
        // Also over the dialog that somebody was filling in.
        zIndex={OVER_EVERYTHING}
      >
        <Text size="sm" mb="md">
          {t('expiredHint')}
        </Text>
        <SignInForm email={me.email} onSignedIn={onSignedIn} />
      </Modal>
    </SessionContext>
  );
}

function nobodyWhenSignedOut(error: unknown): null {
  if (error instanceof ApiError && error.status === 401) return null;
  throw error;
}
