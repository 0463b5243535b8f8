import { errorDetail } from '../../../src/platform/error-texts';
import type { detailInWords as DetailInWords } from './check-words';

describe('what a check found', () => {
  let detailInWords: typeof DetailInWords;

  beforeAll(async () => {
    Object.assign(globalThis, { localStorage: { getItem: () => null }, document: { documentElement: {} } });
    ({ detailInWords } = await import('./check-words'));
  });

  it.each([
    [errorDetail('unreachable', { reason: 'connect ECONNREFUSED 10.0.0.1:443' }), 'Нет связи (соединение отклонено)'],
    [
      errorDetail('unreachable', { reason: 'write EPROTO 40C7:error:0A00010B:SSL routines:wrong version number:' }),
      'Нет связи (там отвечают не по TLS, проверьте порт и начало адреса)',
    ],
    [errorDetail('host_not_found', { host: 'shop', reason: 'ENOTFOUND' }), 'Сервер shop не найден (ENOTFOUND)'],
  ])('says of a step that failed with %j: %s', ({ code, params, message: detail }, words) => {
    expect(detailInWords({ name: 'answer', ok: false, code, params, detail, ms: 1 }, String)).toBe(words);
  });
});
