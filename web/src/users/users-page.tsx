import { Anchor, Badge, Box, Button, Menu, Text, VisuallyHidden } from '@mantine/core';
import { IconDeviceDesktop, IconHistory } from '../shared/icons';
import { IconBan, IconCircleCheck, IconPencil, IconPlus } from '../shared/page-icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { useMe } from '../session/session';
import { Ago } from '../shared/ago';
import { confirm } from '../shared/confirm';
import { SearchField } from '../shared/filters';
import { type ListQuery, useListState } from '../shared/list-state';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { actionsColumn } from '../shared/data-table';
import { PagedTable } from '../shared/paged-table';
import { Page } from '../shared/page';
import { NothingYet } from '../shared/page-states';
import { RowMenu } from '../shared/row-menu';
import { useIsOnline } from '../shell/connection-watch';
import { RegionNames, RoleBadges } from './access-fields';
import { SessionsDialog } from './sessions-dialog';
import { useTexts } from './texts';
import { refreshUsers, UserForm } from './user-form';

type User = Schemas['UserRow'];

const FILTERS = ['q'] as const;

export default function UsersPage() {
  const t = useTexts();
  const list = useListState<ListQuery<'/api/users'>>(FILTERS);
  const [edited, setEdited] = useState<User | 'new'>();
  const [watched, setWatched] = useState<User>();
  const users = useQuery({
    queryKey: ['users', list.query],
    queryFn: ({ signal }) => call(api.GET('/api/users', { params: { query: list.query }, signal })),
    placeholderData: keepPreviousData,
  });
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} actions={add}>
      <Text c="dimmed" size="sm" mb="md">
        {t('hint')}
      </Text>
      <Box mb="sm">
        <SearchField value={list.filters.q} placeholder={t('searchHint')} onChange={(q) => list.filter({ q })} />
      </Box>
      <PagedTable<User>
        list={list}
        query={users}
        nothing={<NothingYet title={t('title')} hint={t('hint')} action={add} />}
        label={t('title')}
        rowKey={({ id }) => id}
        rowTone={({ isActive }) => (isActive ? undefined : 'quiet')}
        onRowClick={setEdited}
        columns={[
          { key: 'name', header: t('name'), render: (user) => <UserName user={user} /> },
          { key: 'roles', header: t('roles'), render: ({ roles }) => <RoleBadges roles={roles} /> },
          { key: 'regions', header: t('regions'), render: ({ regionIds }) => <RegionNames ids={regionIds} /> },
          { key: 'state', header: t('state'), render: ({ isActive }) => <StateBadge isActive={isActive} /> },
          {
            key: 'lastSignIn',
            header: t('lastSignIn'),
            render: ({ lastSignInAt }) => (lastSignInAt ? <Ago time={lastSignInAt} /> : t('neverSignedIn')),
          },
          {
            key: 'sessions',
            header: t('sessions.title'),
            render: (user) => <SessionCount user={user} onOpen={() => setWatched(user)} />,
          },
          actionsColumn(56, (user) => (
            <UserActions user={user} onEdit={() => setEdited(user)} onSessions={() => setWatched(user)} />
          )),
        ]}
      />
      {watched && <SessionsDialog user={watched} onClose={() => setWatched(undefined)} />}
      {edited && <UserForm user={edited === 'new' ? null : edited} onClose={() => setEdited(undefined)} />}
    </Page>
  );
}

function UserName({ user: { id, name, email } }: { user: User }) {
  const t = useTexts();
  const isMe = useMe().id === id;
  return (
    <Box>
      <Text size="sm" fw={500}>
        {name}
        {isMe && (
          <Text span size="xs" c="dimmed" fw={400}>
            {' '}
            · {t('you')}
          </Text>
        )}
      </Text>
      <Text size="xs" c="dimmed" fw={400}>
        {email}
      </Text>
    </Box>
  );
}

function StateBadge({ isActive }: { isActive: boolean }) {
  const t = useTexts();
  if (isActive) return <Badge color="green">{t('active')}</Badge>;
  return (
    <Badge color="red" variant="filled" leftSection={<IconBan size={12} aria-hidden />}>
      {t('blocked')}
    </Badge>
  );
}

/** How many sessions are open, and the way to them. */
function SessionCount({ user: { name, sessions }, onOpen }: { user: User; onOpen(): void }) {
  const t = useTexts();
  if (sessions === 0) return <>{t('sessions.no')}</>;
  return (
    <Anchor component="button" type="button" size="sm" onClick={onOpen}>
      {t('sessions.count', { count: sessions })}
      <VisuallyHidden> · {t('sessions.titleOf', { name })}</VisuallyHidden>
    </Anchor>
  );
}

interface ActionsProps {
  user: User;
  onEdit(): void;
  onSessions(): void;
}

function UserActions({ user: { id, name, isActive, version }, onEdit, onSessions }: ActionsProps) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const setActive = async (willBeActive: boolean) => {
    const question = { title: t('blockTitle', { name }), children: t('blockHint'), confirm: t('block') };
    if (!willBeActive && !(await confirm({ ...question, isDangerous: true }))) return;
    try {
      const change = { params: { path: { id } }, body: { isActive: willBeActive, version } };
      await call(api.PATCH('/api/users/{id}', change));
      notifySuccess(willBeActive ? t('unblockedDone') : t('blockedDone'));
    } catch (error) {
      notifyFailure(error);
    }
    await refreshUsers();
  };
  return (
    <RowMenu label={t('actions', { name })}>
      <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
        {t('edit')}
      </Menu.Item>
      <Menu.Item leftSection={<IconDeviceDesktop size={16} />} onClick={onSessions}>
        {t('sessions.title')}
      </Menu.Item>
      <Menu.Item component={Link} href={`/audit?userId=${id}`} leftSection={<IconHistory size={16} />}>
        {t('history')}
      </Menu.Item>
      <Menu.Item
        leftSection={isActive ? <IconBan size={16} /> : <IconCircleCheck size={16} />}
        color={isActive ? 'var(--mantine-color-error)' : undefined}
        disabled={!isOnline}
        onClick={() => void setActive(!isActive)}
      >
        {isActive ? t('block') : t('unblock')}
      </Menu.Item>
    </RowMenu>
  );
}
