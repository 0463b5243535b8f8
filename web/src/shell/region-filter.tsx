import { later, LaterWindow } from '../shared/later';
import { useRegionChoice } from './regions';

const RegionSelect = later(() => import('./region-select'));

/** Narrows every list to one region; not shown, nor loaded, where there is only one. */
export function RegionFilter() {
  const { regions } = useRegionChoice();
  if (regions.length < 2) return null;
  return (
    // As large as what comes, so that nothing beside it moves.
    <LaterWindow fallback={<div style={{ width: 180, height: 36 }} />}>
      <RegionSelect />
    </LaterWindow>
  );
}
