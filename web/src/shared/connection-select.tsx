import { Select } from '@mantine/core';
import { useWords } from '../i18n/words';
import { useConnectionName, useConnectionStates } from './connections';
import { useTexts } from './texts';

interface Props {
  /** "" = all of them. */
  value: string;
  onChange(connectionId: string): void;
}

/** Narrows a list to one connection; not shown where there is only one. */
export function ConnectionSelect({ value, onChange }: Props) {
  const t = useTexts();
  const words = useWords();
  const connections = useConnectionStates();
  const nameOf = useConnectionName();
  if (connections.length < 2) return null;
  return (
    <Select
      aria-label={words('connection')}
      placeholder={t('allConnections')}
      w={210}
      clearable
      searchable={connections.length > 8}
      clearButtonProps={{ 'aria-label': t('removeFilter', { name: words('connection') }) }}
      data={connections.map(({ id }) => ({ value: id, label: nameOf(id) }))}
      value={value || null}
      onChange={(connectionId) => onChange(connectionId ?? '')}
    />
  );
}
