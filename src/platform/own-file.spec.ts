import { join } from 'node:path';
import { ownFile } from './own-file.js';

describe('a file that belongs to the service', () => {
  it.each(['platform/own-file.ts', 'src/platform/own-file.ts', 'openapi.json'])('%s is found', (path) => {
    expect(ownFile(path)).toMatch(new RegExp(`/${path}$`));
  });

  it('is the nearest one above', () => {
    expect(ownFile('package.json')).toBe(join(process.cwd(), 'package.json'));
  });

  it('that is missing is named', () => {
    expect(() => ownFile('platform/there-is-none.txt')).toThrow(/^platform\/there-is-none.txt is missing above /);
  });
});
