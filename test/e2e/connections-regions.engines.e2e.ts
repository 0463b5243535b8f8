import type { ApiClient } from '../support/api-client.js';
import { ConnectionDesk, pathsOf } from '../support/connections.js';
import { addPerson } from '../support/people.js';
import { Shop } from '../support/shop.js';

const RACES = 25;

describe('what connections belong to and refer to', () => {
  let shop: Shop;
  let desk: ConnectionDesk;
  beforeAll(async () => {
    shop = await Shop.open();
    desk = new ConnectionDesk(shop);
  });
  afterAll(() => shop.close());

  let made = 0;
  const newRegion = async (name = `Филиал ${(made += 1)}`): Promise<{ id: string }> =>
    (await shop.admin.post('/regions', { name, timeZone: 'Asia/Omsk' })).body;
  const newStatus = async (): Promise<{ id: string }> =>
    (await shop.admin.post('/order-statuses', { name: `Отменён ${(made += 1)}`, group: 'removed' })).body;
  const regionIds = async (): Promise<string[]> =>
    (await shop.admin.get('/regions?perPage=200')).body.data.map(({ id }: { id: string }) => id);
  const statusIds = async (): Promise<string[]> =>
    (await shop.admin.get('/order-statuses?perPage=200')).body.data.map(({ id }: { id: string }) => id);

  describe('a region', () => {
    it('is made, renamed, listed and deleted', async () => {
      const made = await shop.admin.post('/regions', { name: 'Омск', timeZone: 'Asia/Omsk' });
      expect([made.status, made.body]).toEqual([
        201,
        {
          id: expect.stringMatching(/^\d+$/),
          name: 'Омск',
          timeZone: 'Asia/Omsk',
          shopName: '',
          shopAddress: '',
          shopPhone: '',
          workingHours: null,
          createdAt: expect.any(String),
          version: 1,
        },
      ]);
      const path = `/regions/${made.body.id}`;
      const renamed = await shop.admin.patch(path, { name: 'Омск-2' });
      expect([renamed.status, renamed.body]).toEqual([200, { ...made.body, name: 'Омск-2', version: 2 }]);
      expect((await shop.admin.patch(path, {})).body).toEqual(renamed.body);
      const moved = await shop.admin.patch(path, { timeZone: 'Europe/Moscow' });
      expect(moved.body).toEqual({ ...renamed.body, timeZone: 'Europe/Moscow', version: 3 });
      expect((await shop.admin.get('/regions')).body.data).toContainEqual(moved.body);
      expect((await shop.admin.delete(path)).status).toBe(204);
      expect(await regionIds()).not.toContain(made.body.id);
      expect((await shop.admin.patch(path, { name: 'x' })).status).toBe(404);
      expect((await shop.admin.delete(path)).status).toBe(404);
    });

    it('is found by a part of its name, of those that one sees', async () => {
      const [{ body: near }, { body: far }] = await Promise.all(
        ['Королёв-Южный', 'Королёв-Северный'].map((name) => shop.admin.post('/regions', { name })),
      );
      const found = async (client: ApiClient, q: string) =>
        (await client.get(`/regions?q=${encodeURIComponent(q)}`)).body.data.map(({ id }: { id: string }) => id).sort();
      expect(await found(shop.admin, 'КОРОЛЕВ')).toEqual([near.id, far.id].sort());
      expect(await found(shop.admin, 'южн')).toEqual([near.id]);
      const person = await addPerson(shop, 'of-the-south', ['manager'], [near.id]);
      expect(await found(person.client, 'королёв')).toEqual([near.id]);
    });

    it('says what the shop is called on printed orders', async () => {
      const shopOf = { shopName: 'Автозапчасти', shopAddress: 'Омск, Ленина, 1', shopPhone: '+7 3812 00-00-00' };
      const made = await shop.admin.post('/regions', { name: 'Печать', ...shopOf });
      expect(made.body).toMatchObject(shopOf);
      const moved = await shop.admin.patch(`/regions/${made.body.id}`, { shopAddress: '' });
      expect(moved.body).toMatchObject({ ...shopOf, shopAddress: '' });
      const tooLong = await shop.admin.patch(`/regions/${made.body.id}`, { shopAddress: 'x'.repeat(1_001) });
      expect([tooLong.status, pathsOf(tooLong.body)]).toEqual([422, ['shopAddress']]);
    });

    it('says when it works, or works around the clock', async () => {
      const nineToSix = { from: '09:00', to: '18:00' };
      const workingHours = {
        days: [nineToSix, nineToSix, nineToSix, nineToSix, { from: '00:00', to: '24:00' }, null, null],
        daysOff: ['2027-01-01'],
      };
      const made = await shop.admin.post('/regions', { name: 'График', workingHours });
      expect([made.status, made.body.workingHours]).toEqual([201, workingHours]);
      const path = `/regions/${made.body.id}`;
      expect((await shop.admin.patch(path, { name: 'y' })).body.workingHours).toEqual(workingHours);
      const { days } = workingHours;
      expect((await shop.admin.patch(path, { workingHours: { days } })).body.workingHours).toEqual({
        days,
        daysOff: [],
      });
      expect((await shop.admin.patch(path, { workingHours: null })).body.workingHours).toBeNull();
    });

    const week = (...days: unknown[]) => ({ days: [...days, ...Array.from({ length: 7 - days.length }, () => null)] });
    const open = week({ from: '09:00', to: '18:00' });
    it.each([
      ['always', ['workingHours']],
      [{}, ['workingHours.days']],
      [{ days: [] }, ['workingHours.days']],
      [{ days: [...open.days, null] }, ['workingHours.days']],
      [week(), ['workingHours.days']],
      [week('9-18', ['09:00', '18:00']), ['workingHours.days[0]', 'workingHours.days[1]']],
      [week(null, { from: '9:00', to: '25:00' }), ['workingHours.days[1].from', 'workingHours.days[1].to']],
      [week({ from: '24:00', to: '24:00' }), ['workingHours.days[0].from']],
      [week({ from: '09:00' }), ['workingHours.days[0].to']],
      [
        week({ from: '18:00', to: '18:00' }, { from: '22:00', to: '06:00' }),
        [0, 1].map((day) => `workingHours.days[${day}].to`),
      ],
      [{ ...open, daysOff: '2027-01-01' }, ['workingHours.daysOff']],
      [
        { ...open, daysOff: ['2027-02-29', 5, null, '1.1.2027'] },
        [0, 1, 2, 3].map((day) => `workingHours.daysOff[${day}]`),
      ],
      [{ ...open, daysOff: ['2027-01-01', '2027-01-01'] }, ['workingHours.daysOff[1]']],
      [{ ...open, daysOff: Array.from({ length: 367 }, () => '2027-01-01') }, ['workingHours.daysOff']],
      [{ ...open, breaks: [] }, ['workingHours.breaks']],
    ])('is refused with the working hours %j', async (workingHours, paths) => {
      const { id } = await newRegion();
      const answers = [
        await shop.admin.post('/regions', { name: 'x', workingHours }),
        await shop.admin.patch(`/regions/${id}`, { workingHours }),
      ];
      for (const { status, body } of answers) expect([status, pathsOf(body)]).toEqual([422, paths]);
    });

    it('lies in Moscow’s time unless told otherwise', async () => {
      expect((await shop.admin.post('/regions', { name: 'Московский' })).body.timeZone).toBe('Europe/Moscow');
    });

    it.each(['Mars/Olympus', '', '+25:00', null, 3])('is refused with the time zone %j', async (timeZone) => {
      const { id } = await newRegion();
      const answers = [
        await shop.admin.post('/regions', { name: 'x', timeZone }),
        await shop.admin.patch(`/regions/${id}`, { timeZone }),
      ];
      for (const { status, body } of answers) expect([status, pathsOf(body)]).toEqual([422, ['timeZone']]);
    });

    it.each(['', 'x'.repeat(256), null, 3])('is refused with the name %j', async (name) => {
      const { id } = await newRegion();
      const answers = [await shop.admin.post('/regions', { name }), await shop.admin.patch(`/regions/${id}`, { name })];
      for (const { status, body } of answers) expect([status, pathsOf(body)]).toEqual([422, ['name']]);
    });

    it('is refused with the name of another one, however it is written', async () => {
      await newRegion('Пятый филиал');
      const { id } = await newRegion();
      const other = await newRegion('Ёлки');
      const answers = [
        await shop.admin.post('/regions', { name: 'пятый  ФИЛИАЛ' }),
        await shop.admin.patch(`/regions/${id}`, { name: 'ЕЛКИ' }),
      ];
      for (const { status, body } of answers) {
        expect([status, body.errors]).toEqual([422, [expect.objectContaining({ path: 'name', code: 'name_taken' })]]);
      }
      expect((await shop.admin.patch(`/regions/${other.id}`, { name: 'Елки' })).status).toBe(200);
    });

    it('that a connection belongs to cannot be deleted', async () => {
      const { id: regionId } = await newRegion();
      const { id } = await desk.create({ regionId });
      const refused = await shop.admin.delete(`/regions/${regionId}`);
      expect([refused.status, refused.body.code]).toEqual([409, 'region_in_use']);
      expect(await regionIds()).toContain(regionId);
      await desk.patch(id, { regionId: null });
      expect((await shop.admin.delete(`/regions/${regionId}`)).status).toBe(204);
    });

    it('may be deleted once its connection is, which nobody could move elsewhere any more', async () => {
      const { id: regionId } = await newRegion();
      const { id } = await desk.create({ regionId });
      expect((await shop.admin.delete(`/marketplace-connections/${id}`)).status).toBe(204);
      expect((await shop.admin.delete(`/regions/${regionId}`)).status).toBe(204);
    });

    it('that external orders belong to cannot be deleted, even when the connection moved on', async () => {
      const { id: regionId } = await newRegion();
      const { id, orderLink } = await desk.create({ ...(await desk.complete()), regionId });
      expect(await desk.postTo(orderLink, 'in the region')).toEqual([200, 'ok']);
      await desk.patch(id, { regionId: await desk.firstRegion() });
      const refused = await shop.admin.delete(`/regions/${regionId}`);
      expect([refused.status, refused.body.code]).toEqual([409, 'region_in_use']);
    });

    it.each([
      ['a user', '/users', { email: 'limited@example.com', password: 'long enough, unheard of' }],
      ['an API key', '/api-keys', {}],
    ])('that %s is limited to cannot be deleted', async (what, path, more) => {
      const { id: regionId } = await newRegion();
      const limited = { name: 'x', roles: ['manager'], regionIds: [await desk.firstRegion(), regionId], ...more };
      const { id } = (await shop.admin.post(path, limited)).body;
      const refused = await shop.admin.delete(`/regions/${regionId}`);
      expect([refused.status, refused.body.code]).toEqual([409, 'region_in_use']);
      expect(refused.body.detail).toContain(what);
      if (path === '/users') await shop.admin.patch(`/users/${id}`, { regionIds: [await desk.firstRegion()] });
      else await shop.admin.delete(`/api-keys/${id}`);
      expect((await shop.admin.delete(`/regions/${regionId}`)).status).toBe(204);
    });

    it('is never deleted under a connection that takes it at the same moment', async () => {
      const { id } = await desk.create();
      for (let race = 0; race < RACES; race++) {
        const { id: regionId } = await newRegion();
        const [taken, deleted] = await Promise.all([
          desk.patch(id, { regionId }),
          shop.admin.delete(`/regions/${regionId}`),
        ]);
        expect([
          [200, 409],
          [422, 204],
        ]).toContainEqual([taken.status, deleted.status]);
        await desk.patch(id, { regionId: null });
      }
    });
  });

  describe('a status that a connection sets when the client refuses', () => {
    it('cannot be deleted without a replacement, which then takes its place', async () => {
      const [{ id: statusId }, { id: replacementId }] = [await newStatus(), await newStatus()];
      const { id } = await desk.create({ cancelledStatusId: statusId });
      const refused = await shop.admin.delete(`/order-statuses/${statusId}`);
      expect([refused.status, refused.body.code]).toEqual([409, 'status_in_use']);
      expect(await desk.get(id)).toMatchObject({ cancelledStatusId: statusId });
      const replaced = await shop.admin.delete(`/order-statuses/${statusId}?replacementId=${replacementId}`);
      expect(replaced.status).toBe(204);
      expect(await desk.get(id)).toMatchObject({ cancelledStatusId: replacementId });
    });

    it('may be deleted once the connection is', async () => {
      const { id: statusId } = await newStatus();
      const { id } = await desk.create({ cancelledStatusId: statusId });
      await shop.admin.delete(`/marketplace-connections/${id}`);
      expect((await shop.admin.delete(`/order-statuses/${statusId}`)).status).toBe(204);
    });

    it('is never deleted under a connection that takes it at the same moment', async () => {
      const { id } = await desk.create();
      for (let race = 0; race < RACES; race++) {
        const { id: cancelledStatusId } = await newStatus();
        const [taken, deleted] = await Promise.all([
          desk.patch(id, { cancelledStatusId }),
          shop.admin.delete(`/order-statuses/${cancelledStatusId}`),
        ]);
        expect([
          [200, 409],
          [422, 204],
        ]).toContainEqual([taken.status, deleted.status]);
        await desk.patch(id, { cancelledStatusId: null });
      }
      expect(await statusIds()).toEqual(expect.arrayContaining(Object.values(shop.statuses)));
    });
  });
});
