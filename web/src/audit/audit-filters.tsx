import { Group, Select } from '@mantine/core';
import type { Schemas } from '../api/client';
import type { ListQuery, ListState } from '../shared/list-state';
import { PeriodFilter } from '../shared/period-filter';
import { useTexts as useSharedTexts } from '../shared/texts';
import { actionInWords, ACTIONS, subjectInWords, SUBJECTS } from './subject';
import { useTexts } from './texts';

export type AuditListState = ListState<ListQuery<'/api/audit'>>;

interface Props {
  list: AuditListState;
  users: Schemas['UserView'][];
}

export function AuditFilters({ list: { filters, filter }, users }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  return (
    <Group gap="sm" mb="sm" align="flex-end">
      <Select
        label={t('user')}
        placeholder={shared('all')}
        data={users.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': shared('resetFilters') }}
        w={{ base: '100%', xs: 220 }}
        value={filters.userId || null}
        onChange={(userId) => filter({ userId: userId ?? '' })}
      />
      <Select
        label={t('action.title')}
        placeholder={shared('all')}
        data={ACTIONS.map((action) => ({ value: action, label: actionInWords(action) }))}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': shared('resetFilters') }}
        w={{ base: '100%', xs: 220 }}
        value={filters.action || null}
        onChange={(action) => filter({ action: action ?? '' })}
      />
      <Select
        label={t('subjectFilter')}
        placeholder={shared('all')}
        data={SUBJECTS.map((subject) => ({ value: subject, label: subjectInWords(subject) }))}
        clearable
        clearButtonProps={{ 'aria-label': shared('resetFilters') }}
        w={{ base: '100%', xs: 220 }}
        value={filters.subject || null}
        onChange={(subject) => filter({ subject: subject ?? '', subjectId: '' })}
      />
      <PeriodFilter from={filters.from} to={filters.to} onChange={filter} />
    </Group>
  );
}
