import { Select } from '@mantine/core';
import { useRegionChoice } from './regions';
import { useTexts } from './region-texts';

/** Narrows every list to one region. */
export default function RegionSelect() {
  const t = useTexts();
  const { regions, regionId, choose } = useRegionChoice();
  return (
    <Select
      aria-label={t('filter')}
      size="sm"
      w={180}
      data={[{ value: '', label: t('all') }, ...regions.map(({ id, name }) => ({ value: id, label: name }))]}
      value={regionId}
      searchable={regions.length > 8}
      allowDeselect={false}
      onChange={(value) => choose(value ?? '')}
    />
  );
}
