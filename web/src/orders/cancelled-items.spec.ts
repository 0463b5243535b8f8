import { cancelledItems } from './cancelled-items';

const item = (id: string, positionId: string) => ({ id, positionId });
const entry = (itemId: string | null) => ({ kind: 'cancelled_by_client' as const, itemId });

describe('what the client has cancelled of an order', () => {
  it('is nothing while nothing was', () => {
    const history = [{ kind: 'item_status' as const, itemId: '1' }];
    expect(cancelledItems({ items: [item('1', '7')], history })).toEqual([]);
  });

  it('is the items that were', () => {
    const [one, other] = [item('1', '7'), item('2', '8')];
    expect(cancelledItems({ items: [one, other], history: [entry('1')] })).toEqual([one]);
  });

  it('is with them what was divided off since: it is of the same position', () => {
    const items = [item('1', '7'), item('3', '7'), item('2', '8')];
    expect(cancelledItems({ items, history: [entry('1')] })).toEqual(items.slice(0, 2));
  });
});
