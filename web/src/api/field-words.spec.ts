import '../../../test/support/browserless';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { ApiError, fieldErrors } from './errors';
import { errorInWords } from './field-words';

const inWords = (message: string) => errorInWords({ path: 'field', message });

/** What a field with this rule is told, as the service passes it on: without its name in front. */
function saidBy(rule: PropertyDecorator, value: unknown): string {
  class Form {
    field = value;
  }
  rule(Form.prototype, 'field');
  const [error] = validateSync(new Form(), { forbidUnknownValues: false });
  return Object.values(error.constraints!)[0].replace(/^field /, '');
}

describe('what is wrong with a field, in words', () => {
  it.each([
    [IsString(), 1, 'Здесь нужен текст'],
    [IsString({ each: true }), [1], 'Здесь нужен текст'],
    [IsBoolean(), 1, 'Здесь нужно «да» или «нет»'],
    [IsInt(), 1.5, 'Здесь нужно целое число'],
    [IsArray(), 1, 'Здесь нужен список'],
    [IsObject(), 1, 'Здесь нужен набор полей'],
    [ValidateNested(), 1, 'Здесь нужен набор полей'],
    [IsIn(['csv', 'xlsx']), 1, 'Можно только: csv, xlsx'],
    [IsEmail(), 'a', 'Это не похоже на адрес эл. почты'],
    [Length(1, 255), '', 'Заполните это поле'],
    [Length(2, 5), 'a', 'Не меньше 2 символов'],
    [Length(1, 3), 'four', 'Не больше 3 символов'],
    [Length(7, 7), 'a', 'Не меньше 7 символов'],
    [Length(2, 3), 1, 'От 2 до 3 символов'],
    [MinLength(21), 'a', 'Не меньше 21 символа'],
    [MaxLength(1), 'ab', 'Не больше 1 символа'],
    [Min(1), 0, 'Не меньше 1'],
    [Max(100), 101, 'Не больше 100'],
    [ArrayMinSize(1), [], 'Нужно выбрать не меньше 1'],
    [ArrayMaxSize(1), [1, 2], 'Нужно выбрать не больше 1'],
    [ArrayUnique(), [1, 1], 'Значения не должны повторяться'],
  ])('of a common rule (%#)', (rule, value, words) => {
    expect(inWords(saidBy(rule, value))).toBe(words);
  });

  it('names the place in a text', () => {
    expect(errorInWords({ path: 'text', message: 'unknown variable order.nomer', line: 2, column: 4 })).toBe(
      'Строка 2, знак 4: нет такой переменной — order.nomer',
    );
    expect(errorInWords({ path: 'text', message: 'output "{{ reason" not closed', line: 1, column: 1 })).toBe(
      'Строка 1, знак 1: не закрыто: {{ reason',
    );
  });

  it('leaves what it has no words for as it was said', () => {
    expect(inWords('said nowhere')).toBe('said nowhere');
  });

  it('is given to forms by field', () => {
    const errors = [{ path: 'email', message: 'belongs to another user' }];
    expect(fieldErrors(new ApiError(422, { code: 'validation_failed', errors }))).toEqual({
      email: 'Эта почта уже у другого пользователя',
    });
  });
});

describe('sentences of the service’s own', () => {
  const SOURCES = join(__dirname, '../../../src');
  /** Texts behind these are said of a field. */
  const SAYS =
    /(?:InvalidInputError\.of\(\s*(?:[^()]|\([^()]*\))*?,\s*|\bmessage: |\.problem\([^,]+, )(['`])((?:must|is|there|make|belongs|has|holds|or|choose|this|matches|unknown)\b.*?)\1(?=\s*[,)}])/gs;

  const sentences = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .flatMap((name) => [...readFileSync(join(SOURCES, name), 'utf8').matchAll(SAYS)])
    .map(([, , sentence]) => sentence.replace(/\$\{[^}]*\}+/g, '7'));

  it.each([...new Set(sentences)])('%s', (sentence) => {
    expect(inWords(sentence)).toMatch(/^[А-ЯЁ]/);
  });

  it('are found', () => {
    expect(sentences.length).toBeGreaterThan(40);
  });
});
