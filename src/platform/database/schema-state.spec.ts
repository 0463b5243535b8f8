import { MOVING, schemaState } from './schema-state.js';

const KNOWN = ['One5', 'Two6', 'Three7'];

describe('schemaState', () => {
  it.each([
    [[], 'pending'],
    [['One5', 'Two6'], 'pending'],
    [['Three7', 'One5', 'Two6'], 'current'],
    [[...KNOWN, 'Four8'], 'newer'],
    [['One5', 'Four8'], 'newer'],
    [['Initial1795500000000'], 'older'],
    [[...KNOWN, 'Initial1795500000000'], 'older'],
    [['Four4'], 'foreign'],
    [['Four4', 'Five8'], 'foreign'],
    [undefined, 'foreign'],
    [[...KNOWN, MOVING], 'moving'],
    [['One5', 'Four8', MOVING], 'moving'],
  ])('after %j the tables are %s', (run, state) => expect(schemaState(run, KNOWN)).toBe(state));
});
