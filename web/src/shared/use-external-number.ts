import { useQuery } from '@tanstack/react-query';
import { word } from '../i18n/words';
import { externalNumber, isNumbered } from './external-number';
import { externalOrderQuery } from './external-order-query';

/** «№ GZ-17» of an external order that is known by its id alone, «…» until it is there. @param id "" = none is asked for */
export function useExternalNumber(id: string): string {
  const { data } = useQuery({ ...externalOrderQuery(id), enabled: id !== '' });
  if (!data) return '…';
  return isNumbered(data.externalId) ? word('numbered', { id: data.externalId }) : externalNumber(data.externalId);
}
