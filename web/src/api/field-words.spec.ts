import '../../../test/support/browserless';
import { errorDetail } from '../../../src/platform/error-texts';
import { ApiError } from './errors';
import { errorInWords, fieldErrors } from './field-words';

describe('what is wrong with a field, in words', () => {
  it('is a sentence with what the code names', () => {
    expect(errorInWords(errorDetail('too_long', { max: 255 }))).toBe('Слишком длинно: не больше 255 симв.');
  });

  it('names the place in a text', () => {
    const error = { ...errorDetail('template_unknown_variable', { name: 'order.nomer' }), line: 2, column: 4 };
    expect(errorInWords(error)).toBe('Строка 2, знак 4: нет такой переменной — order.nomer');
  });

  it('of a code of a later version is what the service says', () => {
    expect(errorInWords({ code: 'of_tomorrow', params: {}, message: 'said nowhere' })).toBe('Said nowhere');
  });

  it('is given to forms by field, the first of each', () => {
    const errors = [
      { path: 'email', ...errorDetail('email_taken') },
      { path: 'email', ...errorDetail('email') },
    ];
    expect(fieldErrors(new ApiError(422, { code: 'validation_failed', errors }))).toEqual({
      email: 'Эта почта уже у другого пользователя',
    });
  });
});
