import { InvalidInputError } from '../../platform/errors.js';
import { readStatusChange } from './status-change.js';

describe('a change of statuses', () => {
  it.each<[string, Record<string, unknown>]>([
    ['a form', { order_item_ids: '1 2 3', status_id: '8' }],
    ['spaces around', { order_item_ids: '  1  2 3 ', status_id: ' 8 ' }],
    ['commas, and an id twice', { order_item_ids: '1,2, 3 2', status_id: '8', commit: 'x' }],
    ['a list of a form', { 'order_item_ids[]': ['1', '2', '3'], status_id: '8' }],
    ['JSON', { order_item_ids: [1, 2, 3], status_id: 8 }],
  ])('is read from %s', (_, body) => {
    expect(readStatusChange(body)).toEqual({ itemIds: ['1', '2', '3'], statusId: '8' });
  });

  it.each<[Record<string, unknown>, object[]]>([
    [
      {},
      [
        { path: 'order_item_ids', code: 'required' },
        { path: 'status_id', code: 'required' },
      ],
    ],
    [{ order_item_ids: '1 x 0', status_id: '8' }, [{ params: { id: 'x' } }, { params: { id: '0' } }]],
    [{ order_item_ids: '1', status_id: '8 9' }, [{ path: 'status_id', code: 'id' }]],
    [{ order_item_ids: { a: 1 }, status_id: null }, [{ code: 'required' }, { code: 'required' }]],
    [{ order_item_ids: Array.from({ length: 501 }, (_, id) => id + 1), status_id: 8 }, [{ code: 'too_many' }]],
  ])('is refused: %j', (body, expected) => {
    let thrown: unknown;
    try {
      readStatusChange(body);
    } catch (error) {
      thrown = error;
    }
    expect((thrown as InvalidInputError).errors).toMatchObject(expected);
  });
});
