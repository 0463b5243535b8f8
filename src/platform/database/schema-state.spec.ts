import { MOVING, schemaState } from './schema-state.js';

const KNOWN = ['One', 'Two', 'Three'];

describe('schemaState', () => {
  it.each([
    [[], 'pending'],
    [['One', 'Two'], 'pending'],
    [['Three', 'One', 'Two'], 'current'],
    [[...KNOWN, 'Four'], 'newer'],
    [['One', 'Four'], 'newer'],
    [[...KNOWN, MOVING], 'moving'],
    [['One', 'Four', MOVING], 'moving'],
  ])('after %j the tables are %s', (run, state) => expect(schemaState(run, KNOWN)).toBe(state));
});
