import { isGalera } from './server-driver.js';

/** A connection that answers so. */
function answering(error: Error | null, rows?: object[]) {
  const query = (_: string, done: (error: Error | null, rows?: object[]) => void) => done(error, rows);
  return { query } as unknown as Parameters<typeof isGalera>[0];
}

describe('a server', () => {
  it.each([
    ['is a node of Galera, which is on', null, [{ Variable_name: 'wsrep_on', Value: 'ON' }], true],
    ['is none where Galera is off', null, [{ Variable_name: 'wsrep_on', Value: 'OFF' }], false],
    ['is none where it knows of no Galera', null, [], false],
    ['is taken for one where it does not answer', new Error('1047'), undefined, true],
  ])('%s', async (_, error, rows, expected) => {
    expect(await isGalera(answering(error, rows))).toBe(expected);
  });
});
