import { errorDetail } from '../../../src/platform/error-texts';
import type { connectionErrorInWords as ConnectionErrorInWords } from './network-words';

describe('why a connection did not come about', () => {
  let connectionErrorInWords: typeof ConnectionErrorInWords;

  beforeAll(async () => {
    Object.assign(globalThis, { localStorage: { getItem: () => null }, document: { documentElement: {} } });
    ({ connectionErrorInWords } = await import('./network-words'));
  });

  it.each([
    [
      errorDetail('fetch_broken', { reason: 'connect ECONNREFUSED 10.0.0.1:443' }),
      'Загрузка оборвалась: соединение отклонено',
    ],
    [errorDetail('fetch_broken', { reason: 'aborted' }), 'Загрузка оборвалась: aborted'],
    [errorDetail('fetch_status', { status: 503 }), 'Адрес ответил кодом 503'],
  ])('is said of %j: %s', (error, words) => {
    expect(connectionErrorInWords(error)).toBe(words);
  });
});
