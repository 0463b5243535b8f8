import { ActionIcon, Badge, Button, Group, Menu, Select } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../api/client';
import { useMay, useMe } from '../session/session';
import { IconUser } from '../shared/icons';
import { IconChevronDown } from '../shared/page-icons';
import { useIsOnline } from '../shell/connection-watch';
import { useColleagues } from './colleagues';
import classes from './teamwork.module.css';
import { text, useTexts } from './texts';
import { useAssigning } from './use-assigning';

type Assignee = Schemas['AssigneeView'] | null;

interface Props {
  externalOrderId: string;
  regionId: string;
  assignee: Assignee;
}

/** Who looks after the order; who may decide takes it, lets go of it or hands it over. */
export function AssigneeControl({ externalOrderId, regionId, assignee }: Props) {
  const t = useTexts();
  const me = useMe();
  const mayDecide = useMay('decide');
  const isOnline = useIsOnline();
  const { mutate, isPending } = useAssigning();
  const who = assignee ? assignee.name : t('nobody');
  if (!mayDecide) return assignee && <Badge variant="default">{t('whoseChip', { who })}</Badge>;
  const assign = (user: Assignee) => mutate({ externalOrderIds: [externalOrderId], user });
  const isMine = assignee?.id === me.id;
  return (
    <Group gap={4} wrap="nowrap">
      {!isMine && (
        <Button variant="light" disabled={!isOnline} loading={isPending} onClick={() => assign(me)}>
          {t('take')}
        </Button>
      )}
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button
            variant="default"
            disabled={!isOnline}
            aria-label={`${isMine ? `${t('me')}. ` : ''}${t('change', { who })}`}
            leftSection={<IconUser size={16} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            className={classes.name}
          >
            {isMine ? t('me') : who}
          </Button>
        </Menu.Target>
        <AssignMenu regionIds={[regionId]} assignee={assignee} onAssign={assign} />
      </Menu>
    </Group>
  );
}

interface MenuProps {
  regionIds: string[];
  /** Undefined = of several orders. */
  assignee?: Assignee;
  onAssign(user: Assignee): void;
}

function AssignMenu({ regionIds, assignee, onAssign }: MenuProps) {
  const t = useTexts();
  const me = useMe();
  const colleagues = useColleagues(regionIds).filter(({ id }) => id !== me.id && id !== assignee?.id);
  const [q, setQ] = useState('');
  const found = colleagues.filter(({ name }) => name.toLocaleLowerCase().includes(q.trim().toLocaleLowerCase()));
  return (
    <Menu.Dropdown mah={360} className={classes.menu}>
      {colleagues.length > 8 && (
        <Menu.Search
          aria-label={t('findColleague')}
          placeholder={t('findColleague')}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
      )}
      {assignee?.id !== me.id && <Menu.Item onClick={() => onAssign(me)}>{t('take')}</Menu.Item>}
      {assignee !== null && <Menu.Item onClick={() => onAssign(null)}>{t('release')}</Menu.Item>}
      {found.length > 0 && <Menu.Label>{t('handOver')}</Menu.Label>}
      {found.map((colleague) => (
        <Menu.Item key={colleague.id} onClick={() => onAssign(colleague)}>
          {colleague.name}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  );
}

interface ManyProps {
  orders: Array<{ externalOrderId: string; regionId: string }>;
  onDone(): void;
}

/** The same for the chosen rows of a list. */
export function AssignMany({ orders, onDone }: ManyProps) {
  const t = useTexts();
  const mayDecide = useMay('decide');
  const isOnline = useIsOnline();
  const { mutate, isPending } = useAssigning(onDone);
  if (!mayDecide) return null;
  return (
    <Menu position="top" width={240}>
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={30}
          disabled={!isOnline || orders.length === 0}
          loading={isPending}
          aria-label={t('assignMany')}
        >
          <IconUser size={16} />
        </ActionIcon>
      </Menu.Target>
      <AssignMenu
        regionIds={[...new Set(orders.map(({ regionId }) => regionId))]}
        onAssign={(user) => mutate({ externalOrderIds: orders.map(({ externalOrderId }) => externalOrderId), user })}
      />
    </Menu>
  );
}

interface SelectProps {
  /** "" = everybody's. */
  value: string;
  onChange(assignee: string): void;
}

/** Narrows a list to one's own orders, to those that nobody looks after, or to a colleague's. */
export function AssigneeSelect({ value, onChange }: SelectProps) {
  const t = useTexts();
  const me = useMe();
  const colleagues = useColleagues().filter(({ id }) => id !== me.id);
  return (
    <Select
      aria-label={t('whose')}
      placeholder={t('whose')}
      w={160}
      clearable
      searchable={colleagues.length > 8}
      clearButtonProps={{ 'aria-label': t('clearWhose') }}
      data={[
        { value: 'me', label: t('mine') },
        { value: 'none', label: t('nobodys') },
        ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value || null}
      onChange={(assignee) => onChange(assignee ?? '')}
    />
  );
}

/** The chosen filter in words. */
export function useAssigneeWords(): (assignee: string) => string {
  useTexts(); // draws again when the language changes
  const colleagues = useColleagues();
  return (assignee) => {
    if (assignee === 'me') return text('mine');
    if (assignee === 'none') return text('nobodys');
    return text('whoseChip', { who: colleagues.find(({ id }) => id === assignee)?.name ?? assignee });
  };
}
