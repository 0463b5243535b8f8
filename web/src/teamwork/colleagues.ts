import { useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';

export type Colleague = Schemas['ColleagueView'];

/** Those who can look after orders, the signed-in user among them. @param regionIds of what is to be looked after */
export function useColleagues(regionIds: string[] = []): Colleague[] {
  const { data = [] } = useQuery({
    queryKey: ['colleagues'],
    queryFn: ({ signal }) => call(api.GET('/api/colleagues', { signal })),
  });
  const sees = (colleague: Colleague, regionId: string) =>
    colleague.regionIds.length === 0 || colleague.regionIds.includes(regionId);
  return data
    .filter((colleague) => regionIds.every((regionId) => sees(colleague, regionId)))
    .sort((one, other) => one.name.localeCompare(other.name));
}
