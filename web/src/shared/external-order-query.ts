import { queryOptions } from '@tanstack/react-query';
import { api, call } from '../api/client';

/** How one external order is asked for; whoever asks it meanwhile shares the answer. */
export const externalOrderQuery = (id: string) =>
  queryOptions({
    queryKey: ['external-orders', 'detail', id],
    queryFn: ({ signal }) => call(api.GET('/api/external-orders/{id}', { params: { path: { id } }, signal })),
  });
