import { Button, Center, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { EmptyDrawing } from './empty-drawing';
import { IconCloudOff, IconLock, IconSearchOff, IconZoomQuestion } from './icons';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ComponentType, type ReactNode, useContext } from 'react';
import { Link, useLocation } from 'wouter';
import { ApiError, isApiError } from '../api/errors';
import { reasonInWords } from './notify';
import { BelowTitle } from './page';
import classes from './page-states.module.css';
import { useTexts } from './texts';

interface StateProps {
  /** A drawing of it stands above the title without one. */
  icon?: ComponentType<{ size?: number }>;
  title: string;
  /** Read out at once when something went wrong. */
  role?: 'alert' | 'status';
  children?: ReactNode;
}

function PageState({ icon: Icon, title, role = 'status', children }: StateProps) {
  const isBelowTitle = useContext(BelowTitle);
  return (
    <Center className={classes.panel} role={role}>
      <Stack align="center" gap="xs" maw={460} ta="center">
        {Icon ? (
          <ThemeIcon size={56} radius="xl" variant="light" color="gray">
            <Icon size={28} />
          </ThemeIcon>
        ) : (
          <EmptyDrawing />
        )}
        <Title order={isBelowTitle ? 2 : 1} size="h4">
          {title}
        </Title>
        {children}
      </Stack>
    </Center>
  );
}

function Hint({ children }: { children: ReactNode }) {
  return (
    <Text c="dimmed" size="sm">
      {children}
    </Text>
  );
}

/** There is nothing of this kind yet: what it is, and the one thing to do about it. */
export function NothingYet({ title, hint, action }: { title: string; hint: string; action?: ReactNode }) {
  return (
    <PageState title={title}>
      <Hint>{hint}</Hint>
      {action}
    </PageState>
  );
}

/** There is something, but not under the chosen filters. */
export function NothingFound({ onReset }: { onReset(): void }) {
  const t = useTexts();
  return (
    <PageState icon={IconSearchOff} title={t('nothingFound')}>
      <Hint>{t('nothingFoundHint')}</Hint>
      <Button variant="light" onClick={onReset}>
        {t('resetFilters')}
      </Button>
    </PageState>
  );
}

export function NoRights() {
  const t = useTexts();
  return (
    <PageState icon={IconLock} title={t('noRights')}>
      <Hint>{t('noRightsHint')}</Hint>
    </PageState>
  );
}

/** @param isPage nothing of the panel has this address; else a thing is not there */
export function NotFound({ isPage }: { isPage?: boolean }) {
  const t = useTexts();
  return (
    <PageState icon={IconZoomQuestion} title={t(isPage ? 'noPage' : 'notFound')}>
      {!isPage && <Hint>{t('notFoundHint')}</Hint>}
      <Button component={Link} href="/" variant="light">
        {t('toDashboard')}
      </Button>
    </PageState>
  );
}

/** Anything may stand in an address; asking again would change nothing. */
function UnknownFilter({ names }: { names: string[] }) {
  const t = useTexts();
  const [place] = useLocation();
  return (
    <PageState icon={IconZoomQuestion} title={t('unknownFilter')} role="alert">
      <Hint>{t('unknownFilterHint', { names: names.join(', ') })}</Hint>
      <Button component={Link} href={place} variant="light">
        {t('resetFilters')}
      </Button>
    </PageState>
  );
}

/** A page that could not be loaded, whatever the reason. */
export function PageFailed({ error, onRetry }: { error: Error; onRetry(): void }) {
  const t = useTexts();
  if (error instanceof ApiError && error.status === 403) return <NoRights />;
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  if (isApiError(error, 'validation_failed')) return <UnknownFilter names={namesOf(error)} />;
  return (
    <PageState icon={IconCloudOff} title={t('failed')} role="alert">
      <Hint>{reasonInWords(error)}</Hint>
      {error instanceof ApiError && error.status < 500 && error.requestId && (
        <Hint>{t('requestId', { id: error.requestId })}</Hint>
      )}
      <Button variant="light" onClick={onRetry}>
        {t('retry')}
      </Button>
    </PageState>
  );
}

function namesOf({ fields }: ApiError): string[] {
  return [...new Set(fields.map(({ path }) => path.replace(/\[.*/, '')))].sort();
}

export function ListSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <Stack gap="xs" py="sm" aria-busy="true">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={40} radius="sm" />
      ))}
    </Stack>
  );
}

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  skeleton?: ReactNode;
  children(data: T): ReactNode;
}

/** What a question brought, or how far it is: skeleton, failure with its request id. What is shown already stays while it is renewed. */
export function Loaded<T>({ query, skeleton = <ListSkeleton />, children }: LoadedProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <PageFailed error={query.error} onRetry={() => void query.refetch()} />;
  return <>{skeleton}</>;
}
