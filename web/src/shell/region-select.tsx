import { Select } from '@mantine/core';
import { useRegionChoice } from './regions';
import { useTexts } from './texts';

/** Narrows every list to one region. */
export default function RegionSelect() {
  const t = useTexts();
  const { regions, regionId, choose } = useRegionChoice();
  return (
    <Select
      aria-label={t('regionFilter')}
      size="sm"
      w={180}
      data={[{ value: '', label: t('allRegions') }, ...regions.map(({ id, name }) => ({ value: id, label: name }))]}
      value={regionId}
      allowDeselect={false}
      onChange={(value) => choose(value ?? '')}
    />
  );
}
