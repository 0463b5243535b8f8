import { useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { word } from '../i18n/words';
import { externalNumber, isNumbered } from './external-number';

/** «№ GZ-17» of an external order that is known by its id alone, «…» until it is there. @param id "" = none is asked for */
export function useExternalNumber(id: string): string {
  const { data } = useQuery({
    queryKey: ['external-orders', 'detail', id],
    queryFn: ({ signal }) => call(api.GET('/api/external-orders/{id}', { params: { path: { id } }, signal })),
    enabled: id !== '',
  });
  if (!data) return '…';
  return isNumbered(data.externalId) ? word('numbered', { id: data.externalId }) : externalNumber(data.externalId);
}
