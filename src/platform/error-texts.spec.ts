import { detailOf, errorDetail } from './error-texts.js';

describe('what is wrong, by code', () => {
  it('is said with its parameters', () => {
    expect(errorDetail('too_long', { max: 5 })).toEqual({
      code: 'too_long',
      params: { max: 5 },
      message: 'must have at most 5 characters',
    });
  });

  it('quotes nobody at any length', () => {
    const { params, message } = errorDetail('invalid_xml', { reason: 'x'.repeat(100_000) });
    expect(params.reason).toBe('x'.repeat(300));
    expect(message.length).toBeLessThan(400);
  });

  it('says no more than its code, where a later version made it', () => {
    expect(detailOf({ code: 'of_tomorrow', params: {} }).message).toBe('of_tomorrow');
  });
});
