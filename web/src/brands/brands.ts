import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import type { ListQuery } from '../shared/list-state';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { text } from './texts';

export type Brand = Schemas['BrandView'];
export type UnknownBrand = Schemas['UnknownBrandView'];

export function useBrands(query: ListQuery<'/api/brands'>) {
  return useQuery({
    queryKey: ['brands', query],
    queryFn: ({ signal }) => call(api.GET('/api/brands', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useUnknownBrands(query: ListQuery<'/api/brands/unknown'>) {
  return useQuery({
    queryKey: ['brands', 'unknown', query],
    queryFn: ({ signal }) => call(api.GET('/api/brands/unknown', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** Adds a spelling to a brand as it was seen. */
export function assign({ id, synonyms, version }: Brand, spelling: string): Promise<Brand> {
  const body = { synonyms: [...synonyms, spelling], version };
  return call(api.PATCH('/api/brands/{id}', { params: { path: { id } }, body }));
}

/** Gives an unknown spelling its place by one press: in a brand, or as one of its own. */
export function useSettling() {
  return useMutation({
    mutationFn: ({ spelling, brand }: { spelling: string; brand: Brand | null }) =>
      brand ? assign(brand, spelling) : call(api.POST('/api/brands', { body: { name: spelling, synonyms: [] } })),
    onSuccess: ({ name }, { spelling, brand }) =>
      notifySuccess(brand ? text('assigned', { synonym: spelling, brand: name }) : text('made', { name })),
    onError: (error) => notifyFailure(error),
    onSettled: () => outOfDate('brands'),
  });
}
