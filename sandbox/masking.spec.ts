import { maskedHeaders } from './masking.js';

describe('masked headers', () => {
  it('hides what signs in, keeps its scheme and leaves the rest', () => {
    const headers = {
      authorization: 'Basic c2hvcDpwYXNz',
      'x-api-key': 'key',
      cookie: 'session=1',
      'x-office-token': 'abc',
      'idempotency-key': 'k1',
      'content-type': 'application/json',
    };
    expect(maskedHeaders(headers, [])).toEqual({
      authorization: 'Basic ••••',
      'x-api-key': '••••',
      cookie: '••••',
      'x-office-token': '••••',
      'idempotency-key': 'k1',
      'content-type': 'application/json',
    });
  });

  it('finds a known secret under any name, also one that is not ASCII', () => {
    const sent = Buffer.from('as пароль').toString('latin1');
    expect(
      maskedHeaders({ 'x-office': 'id=key-1', 'x-who': sent, 'x-none': undefined }, ['пароль', 'key-1', '']),
    ).toEqual({ 'x-office': 'id=••••', 'x-who': 'as ••••' });
  });
});
