import type { Actor, Role } from '../../access/actor.js';
import { DeliveryList } from './delivery-list.service.js';

const actor = (...roles: Role[]): Actor => ({ userId: 1, apiKeyId: null, email: '', name: '', roles, regionIds: [] });
const PAGING = { page: 1, perPage: 50, sort: '-createdAt' as const };

function listOver(channel: string) {
  const view = (name: string) => ({
    filterOf: async () => name,
    present: async () => [name],
    presentDetail: async () => name,
  });
  const admin = {
    channelOf: async () => channel,
    list: async (filter: string) => ({ data: [], meta: { filter } }),
    detail: async () => ({}),
    cancel: async () => undefined,
  };
  return new DeliveryList(
    admin as never,
    ...(['gettzap', 'webhook', 'email', 'abcp'].map(view) as [never, never, never, never]),
  );
}

describe('DeliveryList', () => {
  it('shows GettZap notifications unless told otherwise', async () => {
    expect(await listOver('gettzap').list(PAGING, actor('observer'))).toEqual({
      data: ['gettzap'],
      meta: { filter: 'gettzap' },
    });
    expect(await listOver('gettzap').detail(1, actor('observer'))).toBe('gettzap');
  });

  it('shows what is sent to web-hooks to administrators', async () => {
    expect(await listOver('webhook').list({ ...PAGING, channel: 'webhook' }, actor('admin'))).toEqual({
      data: ['webhook'],
      meta: { filter: 'webhook' },
    });
    expect(await listOver('webhook').detail(1, actor('admin'))).toBe('webhook');
  });

  it('hides it from everybody else', async () => {
    const list = listOver('webhook');
    await expect(list.list({ ...PAGING, channel: 'webhook' }, actor('manager'))).rejects.toThrow('administrator');
    await expect(list.retryAll({ filter: { channel: 'webhook' } }, actor('manager'))).rejects.toThrow('administrator');
    await expect(list.detail(1, actor('manager'))).rejects.toThrow('not found');
    await expect(list.cancel(1, actor('manager'))).rejects.toThrow('not found');
  });

  it('refuses a filter of the other channel', async () => {
    const list = listOver('gettzap');
    await expect(list.list({ ...PAGING, webhookId: 1 }, actor('admin'))).rejects.toThrow('webhookId');
    const wrong = { ...PAGING, channel: 'webhook' as const, connectionId: 1 };
    await expect(list.list(wrong, actor('admin'))).rejects.toThrow('connectionId');
  });
});
