import type { ApiAnswer, ApiClient } from './api-client.js';

export type Role = 'manager' | 'external_orders' | 'observer';
export const EVERYBODY: Role[] = ['manager', 'external_orders', 'observer'];
const ADMIN_ONLY: Role[] = [];

/** Who may call what besides the administrator; `public` needs no identity, `exchange` is no user's. A new call has to be entered here. */
export const MAY_CALL: Record<string, Role[] | 'public' | 'exchange'> = {
  'POST /gettzap/orders/{secret}': 'public',
  'POST /api/auth/login': 'public',
  'GET /api/auth/installation': 'public',
  'POST /api/auth/logout': EVERYBODY,
  'GET /api/auth/me': EVERYBODY,
  'POST /api/auth/me/password': EVERYBODY,
  'GET /api/auth/me/sessions': EVERYBODY,
  'DELETE /api/auth/me/sessions': EVERYBODY,
  'DELETE /api/auth/me/sessions/{sessionId}': EVERYBODY,
  'GET /api/users': ADMIN_ONLY,
  'POST /api/users': ADMIN_ONLY,
  'PATCH /api/users/{id}': ADMIN_ONLY,
  'GET /api/users/{id}/sessions': ADMIN_ONLY,
  'DELETE /api/users/{id}/sessions': ADMIN_ONLY,
  'DELETE /api/users/{id}/sessions/{sessionId}': ADMIN_ONLY,
  'GET /api/api-keys': ADMIN_ONLY,
  'POST /api/api-keys': ADMIN_ONLY,
  'DELETE /api/api-keys/{id}': ADMIN_ONLY,
  'GET /api/audit': ADMIN_ONLY,
  'GET /api/audit/{id}': ADMIN_ONLY,
  'GET /api/regions': EVERYBODY,
  'POST /api/regions': ADMIN_ONLY,
  'PATCH /api/regions/{id}': ADMIN_ONLY,
  'DELETE /api/regions/{id}': ADMIN_ONLY,
  'GET /api/order-statuses': EVERYBODY,
  'POST /api/order-statuses': ADMIN_ONLY,
  'POST /api/order-statuses/reorder': ADMIN_ONLY,
  'GET /api/order-statuses/variables': EVERYBODY,
  'POST /api/order-statuses/preview': ADMIN_ONLY,
  'GET /api/order-statuses/{id}': EVERYBODY,
  'PATCH /api/order-statuses/{id}': ADMIN_ONLY,
  'DELETE /api/order-statuses/{id}': ADMIN_ONLY,
  'GET /api/brands': ['manager', 'external_orders'],
  'POST /api/brands': ['manager'],
  'GET /api/brands/unknown': ['manager', 'external_orders'],
  'GET /api/brands/export': ['manager', 'external_orders'],
  'POST /api/brands/import': ['manager'],
  'PATCH /api/brands/{id}': ['manager'],
  'DELETE /api/brands/{id}': ['manager'],
  'GET /api/marketplaces': EVERYBODY,
  'GET /api/marketplace-connections': EVERYBODY,
  'POST /api/marketplace-connections': ADMIN_ONLY,
  'GET /api/marketplace-connections/{id}': EVERYBODY,
  'PATCH /api/marketplace-connections/{id}': ADMIN_ONLY,
  'DELETE /api/marketplace-connections/{id}': ADMIN_ONLY,
  'POST /api/marketplace-connections/{id}/order-link': ADMIN_ONLY,
  'POST /api/marketplace-connections/{id}/order-link/revoke': ADMIN_ONLY,
  'POST /api/marketplace-connections/{id}/check': ADMIN_ONLY,
  'POST /api/marketplace-connections/{id}/resume': ADMIN_ONLY,
  'GET /api/marketplace-connections/{id}/delivery': EVERYBODY,
  'GET /api/marketplace-connections/status': EVERYBODY,
  'GET /api/orders': EVERYBODY,
  'GET /api/orders/counts': EVERYBODY,
  'GET /api/orders/export': EVERYBODY,
  'GET /api/orders/{id}': EVERYBODY,
  'POST /api/order-items/status': ['manager'],
  'POST /api/order-items/status/preview': ['manager'],
  'GET /api/external-orders': EVERYBODY,
  'GET /api/external-orders/counts': EVERYBODY,
  'GET /api/external-orders/offers': ['manager', 'external_orders'],
  'GET /api/external-orders/{id}/offers': ['manager', 'external_orders'],
  'GET /api/external-orders/positions': EVERYBODY,
  'POST /api/external-orders/accept': ['manager', 'external_orders'],
  'POST /api/external-orders/refuse': ['manager', 'external_orders'],
  'GET /api/external-orders/export': EVERYBODY,
  'GET /api/external-orders/positions/export': EVERYBODY,
  'GET /api/external-orders/{id}': EVERYBODY,
  'POST /api/external-orders/{id}/accept': ['manager', 'external_orders'],
  'POST /api/external-orders/{id}/refuse': ['manager', 'external_orders'],
  'POST /api/external-orders/{id}/reopen': ['manager', 'external_orders'],
  'POST /api/undo/{token}': ['manager', 'external_orders'],
  'POST /api/external-orders/{id}/preview': ['manager', 'external_orders'],
  'DELETE /api/external-orders/{id}': ['manager', 'external_orders'],
  'POST /api/external-orders/{id}/seen': ['manager', 'external_orders'],
  'POST /api/external-orders/{id}/notes': ['manager', 'external_orders'],
  'PUT /api/external-orders/{id}/assignee': ['manager', 'external_orders'],
  'PUT /api/external-orders/{id}/claim': ['manager', 'external_orders'],
  'DELETE /api/external-orders/{id}/claim': ['manager', 'external_orders'],
  'GET /api/saved-filters': EVERYBODY,
  'POST /api/saved-filters': EVERYBODY,
  'PATCH /api/saved-filters/{id}': EVERYBODY,
  'DELETE /api/saved-filters/{id}': EVERYBODY,
  'GET /api/colleagues': EVERYBODY,
  'GET /api/dashboard': EVERYBODY,
  'GET /api/webhooks': ADMIN_ONLY,
  'POST /api/webhooks': ADMIN_ONLY,
  'GET /api/webhooks/{id}': ADMIN_ONLY,
  'PATCH /api/webhooks/{id}': ADMIN_ONLY,
  'DELETE /api/webhooks/{id}': ADMIN_ONLY,
  'POST /api/webhooks/{id}/test': ADMIN_ONLY,
  'POST /api/webhooks/{id}/secret': ADMIN_ONLY,
  'GET /api/exchanges': ['manager'],
  'POST /api/exchanges': ADMIN_ONLY,
  'GET /api/exchanges/{id}': ['manager'],
  'PATCH /api/exchanges/{id}': ADMIN_ONLY,
  'DELETE /api/exchanges/{id}': ADMIN_ONLY,
  'POST /api/exchanges/{id}/password': ADMIN_ONLY,
  'POST /api/exchanges/{id}/resume': ADMIN_ONLY,
  'POST /api/exchanges/{id}/check': ADMIN_ONLY,
  'GET /api/exchanges/{id}/statuses': ['manager'],
  'PUT /api/exchanges/{id}/statuses': ADMIN_ONLY,
  'GET /api/exchanges/{id}/hand-overs': ['manager'],
  'POST /api/exchanges/{id}/hand-overs/{handOverId}/repeat': ['manager'],
  'POST /api/exchanges/{id}/hand-overs/{handOverId}/leave-out': ['manager'],
  'POST /api/exchanges/{id}/preview': ['manager'],
  'GET /api/exchanges/{id}/sessions': ADMIN_ONLY,
  'GET /api/exchanges/{id}/sessions/{sessionId}': ADMIN_ONLY,
  'GET /api/exchanges/{id}/batches/{batchId}': ADMIN_ONLY,
  'GET /api/exchanges/{id}/files/{fileId}': ADMIN_ONLY,
  'GET /api/exchanges/{id}/proposals': ['manager'],
  'POST /api/exchanges/{id}/proposals/{proposalId}/accept': ['manager'],
  'POST /api/exchanges/{id}/proposals/{proposalId}/dismiss': ['manager'],
  'GET /api/price-lists': ['manager', 'external_orders'],
  'POST /api/price-lists': ADMIN_ONLY,
  'POST /api/price-lists/preview': ['manager', 'external_orders'],
  'GET /api/price-lists/{id}': ['manager', 'external_orders'],
  'PATCH /api/price-lists/{id}': ADMIN_ONLY,
  'DELETE /api/price-lists/{id}': ADMIN_ONLY,
  'POST /api/price-lists/{id}/fetch': ['manager', 'external_orders'],
  'GET /api/price-lists/{id}/imports': ['manager', 'external_orders'],
  'POST /api/price-lists/{id}/imports': ['manager', 'external_orders'],
  'GET /api/price-lists/{id}/imports/{importId}': ['manager', 'external_orders'],
  'POST /api/price-lists/{id}/imports/{importId}/publish': ['manager', 'external_orders'],
  'POST /api/price-lists/{id}/imports/{importId}/discard': ['manager', 'external_orders'],
  'GET /api/processing-rules': ['manager', 'external_orders'],
  'POST /api/processing-rules': ADMIN_ONLY,
  'PUT /api/processing-rules/order': ADMIN_ONLY,
  'GET /api/processing-rules/{id}': ['manager', 'external_orders'],
  'PATCH /api/processing-rules/{id}': ADMIN_ONLY,
  'DELETE /api/processing-rules/{id}': ADMIN_ONLY,
  'GET /api/processing-rules/{id}/results': ['manager', 'external_orders'],
  'GET /api/v3/orders.json': EVERYBODY,
  'GET /api/v3/customers.json': EVERYBODY,
  'GET /api/v3/customers/{id}.json': EVERYBODY,
  'GET /api/v3/regions.json': EVERYBODY,
  'GET /api/v3/order_status_types.json': EVERYBODY,
  'GET /api/v3/customer_groups.json': EVERYBODY,
  'GET /api/v3/discount_types.json': EVERYBODY,
  'GET /api/v3/products.json': EVERYBODY,
  'POST /api/v3/order_items/change_status': ['manager'],
  'GET /1c/outbox/v1/ping': 'exchange',
  'GET /1c/outbox/v1/query': 'exchange',
  'POST /1c/outbox/v1/{batchId}/ack': 'exchange',
  'POST /api/email/resume': ADMIN_ONLY,
  'POST /api/email/test': ADMIN_ONLY,
  'GET /api/system': ADMIN_ONLY,
  'POST /api/personal-data/search': ADMIN_ONLY,
  'POST /api/personal-data/delete': ADMIN_ONLY,
  'POST /api/marketplace-connections/{id}/adapter/try': ADMIN_ONLY,
  'POST /api/gettzap-messages/reprocess': ['manager'],
  'GET /api/manager-notifications': EVERYBODY,
  'GET /api/manager-notifications/unread': EVERYBODY,
  'POST /api/manager-notifications/{id}/read': EVERYBODY,
  'POST /api/manager-notifications/read-all': EVERYBODY,
  'GET /api/auth/me/notifications': EVERYBODY,
  'PATCH /api/auth/me/notifications': EVERYBODY,
  'GET /api/events': EVERYBODY,
  'GET /api/gettzap-messages': ['manager'],
  'GET /api/gettzap-messages/{id}': ['manager'],
  'POST /api/gettzap-messages/{id}/reprocess': ['manager'],
  'GET /api/gettzap-notifications': EVERYBODY,
  'GET /api/gettzap-notifications/summary': EVERYBODY,
  'POST /api/gettzap-notifications/retry': ['manager'],
  'GET /api/gettzap-notifications/export': EVERYBODY,
  'GET /api/gettzap-notifications/{id}': EVERYBODY,
  'POST /api/gettzap-notifications/{id}/retry': ['manager'],
  'POST /api/gettzap-notifications/{id}/cancel': ['manager'],
};

export interface Call {
  /** E.g. `GET /api/orders/{id}`. */
  name: string;
  method: string;
  path: string;
  takesBody: boolean;
  /** What it takes is a file, which JSON is not. */
  takesFile: boolean;
}

interface Operation {
  requestBody?: { content: object };
}

/** Every call that the service's OpenAPI document names. @param root asks at the address before `/api` */
export async function callsOf(root: ApiClient): Promise<Call[]> {
  const { paths } = (await root.get('/api/openapi.json')).body;
  return Object.entries(paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, operation]) => {
      const method = verb.toUpperCase();
      const { requestBody } = operation;
      const takesFile = requestBody !== undefined && !('application/json' in requestBody.content);
      return { name: `${method} ${path}`, method, path, takesBody: requestBody !== undefined, takesFile };
    }),
  );
}

/** Ids that do not exist and bodies that are wrong: what matters is only whether the guard lets the call through. */
export function tryCall(client: ApiClient, { method, path }: Call): Promise<ApiAnswer> {
  const address = path.replace('{id}', '999999').replace('{secret}', 'x');
  return client.call(method, address, method === 'GET' ? undefined : {});
}

/** Those to try a role with: a sign-out would end the trying, a stream never ends. */
export function guardedCalls(calls: Call[]): Call[] {
  return calls.filter(
    ({ name }) => Array.isArray(MAY_CALL[name]) && !name.endsWith('/logout') && !name.endsWith('/events'),
  );
}

/** The calls that name a single thing, as they name these. @param ids by the kind as it stands in the address */
export function callsNaming(calls: Call[], ids: Record<string, string>): Call[] {
  return calls.flatMap((call) => {
    const [, kind = ''] = /^\/api\/([\w-]+)\/\{id\}/.exec(call.path) ?? [];
    const id = ids[kind];
    return id === undefined ? [] : [{ ...call, path: call.path.replace('{id}', id) }];
  });
}

/** A body that passes the checks of fields, so that the thing itself is looked for. */
export function validBody(method: string, path: string): object | undefined {
  if (method === 'GET') return undefined;
  if (path.endsWith('/notes')) return { text: 'x' };
  if (path.endsWith('/assignee')) return { userId: null };
  if (path.endsWith('/preview')) return { decision: 'accept' };
  if (path.endsWith('/order-link/revoke')) return { scope: 'all' };
  if (path.endsWith('/adapter/try')) return { direction: 'inbound', sample: {} };
  if (method !== 'DELETE') return {};
  return path.includes('/external-orders/') ? { reason: 'x' } : undefined;
}
