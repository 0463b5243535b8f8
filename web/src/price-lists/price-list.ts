import { useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { wholeList } from '../api/whole-list';
import { useRegionChoice } from '../shell/regions';

export type PriceList = Schemas['PriceListView'];
export type PriceListBody = Schemas['CreatePriceList'];
export type PriceListChange = Schemas['UpdatePriceList'];
export type ListImport = Schemas['PriceListImportView'];
export type ListImportDetail = Schemas['PriceListImportDetail'];
export type Preview = Schemas['PriceListPreview'];

/** Files are fetched and read by themselves, which no live event tells. */
const LOOK_AGAIN_MS = 10_000;
/** While one is being read. */
const LOOK_SOON_MS = 1_000;

export const priceListKey = (id: string) => ['price-lists', 'one', id];

const lookAfter = (isRunning: boolean | undefined) => (isRunning ? LOOK_SOON_MS : LOOK_AGAIN_MS);

/** All those of the region that lists are narrowed to. */
export function usePriceLists() {
  const { regionId } = useRegionChoice();
  return useQuery({
    queryKey: ['price-lists', 'all', regionId],
    queryFn: ({ signal }) =>
      wholeList((paging) => {
        const query = { ...paging, sort: 'createdAt' as const, ...(regionId && { regionId }) };
        return call(api.GET('/api/price-lists', { params: { query }, signal }));
      }),
    refetchInterval: ({ state }) => lookAfter(state.data?.some(({ running }) => running)),
  });
}

export function usePriceList(id: string) {
  return useQuery({
    queryKey: priceListKey(id),
    queryFn: ({ signal }) => call(api.GET('/api/price-lists/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => lookAfter(Boolean(state.data?.running)),
  });
}

export function useImports(id: string, query: { page: number; perPage: number }, isRunning: boolean) {
  return useQuery({
    queryKey: ['price-lists', 'imports', id, query],
    queryFn: ({ signal }) =>
      call(api.GET('/api/price-lists/{id}/imports', { params: { path: { id }, query }, signal })),
    refetchInterval: lookAfter(isRunning),
  });
}

export const importKey = (id: string, importId: string) => ['price-lists', 'import', id, importId];

export function useImport(id: string, importId: string) {
  return useQuery({
    queryKey: importKey(id, importId),
    queryFn: ({ signal }) =>
      call(api.GET('/api/price-lists/{id}/imports/{importId}', { params: { path: { id, importId } }, signal })),
    refetchInterval: ({ state }) => state.data?.state === 'running' && LOOK_SOON_MS,
  });
}

/** The beginning of a file, which is not kept. */
export function previewOf(file: File): Promise<Preview> {
  return call(api.POST('/api/price-lists/preview', withFile(file)));
}

/** Begins to read a file into a list. @returns the import's id */
export async function loadFile(id: string, file: File): Promise<string> {
  const sent = { params: { path: { id } }, ...withFile(file) };
  return (await call(api.POST('/api/price-lists/{id}/imports', sent))).importId;
}

function withFile(file: File) {
  const form = new FormData();
  form.set('file', file, file.name);
  return { body: { file: file.name }, bodySerializer: () => form };
}

/** Looks again at all that shows price lists. */
export function priceListsChanged(): Promise<void> {
  return outOfDate('price-lists');
}

export const importAddress = (id: string, importId: string) => `/price-lists/${id}/imports/${importId}`;
