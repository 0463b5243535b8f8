import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { wholeList } from '../api/whole-list';

const STORED = 'partsdesk-region';

interface RegionChoice {
  /** Those that the user sees. */
  regions: Schemas['RegionView'][];
  /** "" = all of them. */
  regionId: string;
  choose(regionId: string): void;
}

const RegionContext = createContext<RegionChoice>({ regions: [], regionId: '', choose: () => undefined });

/** The regions that the user sees, and the one that lists are narrowed to. */
export const useRegionChoice = () => useContext(RegionContext);

/** The name of a region; "" for one that is not known. */
export function useRegionName(): (id: string | null) => string {
  const { regions } = useRegionChoice();
  return useCallback((id) => regions.find((region) => region.id === id)?.name ?? '', [regions]);
}

/** The time zone that a region's printed forms go by; undefined for one that is not known. */
export function useTimeZoneOf(regionId: string): string | undefined {
  const { regions } = useRegionChoice();
  return regions.find(({ id }) => id === regionId)?.timeZone;
}

export function RegionChoiceProvider({ children }: { children: ReactNode }) {
  const { data: regions = [] } = useQuery({
    queryKey: ['regions', 'all'],
    queryFn: ({ signal }) =>
      wholeList((paging) =>
        call(api.GET('/api/regions', { params: { query: { ...paging, sort: 'createdAt' } }, signal })),
      ),
  });
  const [stored, setStored] = useState(() => localStorage.getItem(STORED) ?? '');
  const choice = useMemo(
    () => ({
      regions,
      // One that is gone, or was somebody else's, is no choice.
      regionId: regions.some(({ id }) => id === stored) ? stored : '',
      choose: (regionId: string) => {
        localStorage.setItem(STORED, regionId);
        setStored(regionId);
      },
    }),
    [regions, stored],
  );
  return <RegionContext value={choice}>{children}</RegionContext>;
}
