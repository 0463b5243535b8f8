import { Logger } from '@nestjs/common';
import { PersonalData } from './personal-data.service.js';

describe('erasing the data of several orders', () => {
  it('goes on past one that fails, and names it', async () => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const erased: number[] = [];
    const buyerData = {
      find: async (ids: number[]) => ids.map((id) => ({ id, externalId: `GZ-${id}`, createdAt: new Date(0) })),
      erase: async (id: number) => {
        if (id === 2) throw new Error('broken');
        erased.push(id);
      },
      eraseLateArrivals: async () => undefined,
    };
    const service = new PersonalData(buyerData as never, { known: async () => [] } as never);
    const { externalOrders, incomplete } = await service.delete({ externalOrderIds: ['1', '2', '3'] }, 'Admin');
    expect(erased).toEqual([1, 3]);
    expect(externalOrders).toHaveLength(3);
    expect(incomplete).toEqual(['2']);
  });
});
