import { Alert, Badge, Checkbox, Group, MultiSelect, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/words';
import type { Role } from '../session/permissions';
import { useRegionChoice } from '../shell/regions';
import { useTexts } from './texts';

const ROLES: Role[] = ['admin', 'manager', 'external_orders', 'observer'];

/** Fields of what somebody may do and see: of a user, or of an API key. */
interface FieldProps<T> {
  value?: T[];
  error?: ReactNode;
  onChange(value: T[]): void;
}

/** Roles, each with what it allows. */
export function RolesField({ value = [], error, onChange }: FieldProps<Role>) {
  const t = useTexts();
  const words = useWords();
  return (
    <Checkbox.Group
      label={t('roles')}
      description={t('rolesHint')}
      required
      value={value}
      error={error}
      onChange={(chosen) => onChange(ROLES.filter((role) => chosen.includes(role)))}
    >
      <Stack gap="xs" mt="xs" mb={error ? 'xs' : undefined}>
        {ROLES.map((role) => (
          <Checkbox key={role} value={role} label={words(`role.${role}`)} description={t(`role.${role}`)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** Regions that somebody is limited to; none = all. */
export function RegionsField({ value = [], error, onChange, roles }: FieldProps<string> & { roles: Role[] }) {
  const t = useTexts();
  const { regions } = useRegionChoice();
  return (
    <>
      <MultiSelect
        label={t('regions')}
        description={t('regionsHint')}
        placeholder={value.length === 0 ? t('allRegions') : undefined}
        data={regions.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        value={value}
        error={error}
        onChange={onChange}
      />
      {value.length > 0 && roles.includes('admin') && <Alert color="yellow">{t('limitedAdmin')}</Alert>}
    </>
  );
}

export function RoleBadges({ roles }: { roles: Role[] }) {
  const words = useWords();
  return (
    <Group gap={4} component="span">
      {roles.map((role) => (
        <Badge key={role} color={role === 'admin' ? 'indigo' : 'gray'}>
          {words(`role.${role}`)}
        </Badge>
      ))}
    </Group>
  );
}

/** Whoever has more is told apart by the first ones; all of them stand in the form, and where the mouse is. */
const MOST_NAMED = 3;

export function RegionNames({ ids }: { ids: string[] }) {
  const t = useTexts();
  const { regions } = useRegionChoice();
  if (ids.length === 0) {
    return (
      <Text c="dimmed" size="sm" component="span">
        {t('allRegions')}
      </Text>
    );
  }
  const names = ids.map((id) => regions.find((region) => region.id === id)?.name ?? id);
  const hidden = names.length > MOST_NAMED + 1 ? names.length - MOST_NAMED : 0;
  if (hidden === 0) return <>{names.join(', ')}</>;
  return (
    <span title={names.join(', ')}>
      {names.slice(0, MOST_NAMED).join(', ')} {t('moreRegions', { count: hidden })}
    </span>
  );
}
