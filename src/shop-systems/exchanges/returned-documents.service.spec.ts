import type { ReturnedDocument } from './handed-over-order.js';
import { ReturnedDocuments } from './returned-documents.service.js';

const NOTHING = { documents: 0, changed: 0, unmapped: 0, proposals: 0, notOurs: [], notOursCount: 0, outdated: 0 };

describe('carrying out what came back', () => {
  it('lets others have their turn between the steps of a large file', async () => {
    let [steps, turns] = [0, 0];
    const transactions = {
      run: async () => {
        steps += 1;
        return { ...NOTHING, problems: [] };
      },
    };
    const none = undefined as never;
    const returned = new ReturnedDocuments(transactions as never, none, none, none, none, none, none, none, none);
    const isOver = returned.apply(1, 1, Array<ReturnedDocument>(150).fill({} as ReturnedDocument));
    const turn = () => void ((turns += 1), turns < 3 && setImmediate(turn));
    setImmediate(turn);
    await isOver;
    expect([steps, turns]).toEqual([3, expect.any(Number)]);
    expect(turns).toBeGreaterThanOrEqual(2);
  });
});
