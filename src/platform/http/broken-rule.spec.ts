import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsHexColor,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsTimeZone,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { errorDetail } from '../error-texts.js';
import { brokenRule } from './broken-rule.js';

/** What a field of this value is told by this rule. */
function toldBy(rule: PropertyDecorator, value: unknown) {
  class Form {
    field = value;
  }
  rule(Form.prototype, 'field');
  const [error] = validateSync(new Form(), { forbidUnknownValues: false });
  return brokenRule(error!);
}

describe('a broken rule', () => {
  it.each([
    [IsString(), 1, errorDetail('text')],
    [IsString({ each: true }), [1], errorDetail('text')],
    [IsBoolean(), 1, errorDetail('boolean')],
    [IsInt(), 1.5, errorDetail('whole_number')],
    [IsArray(), 1, errorDetail('list')],
    [IsObject(), 1, errorDetail('object')],
    [ValidateNested(), 1, errorDetail('object')],
    [IsIn(['csv', 'xlsx']), 1, errorDetail('one_of', { values: 'csv, xlsx' })],
    [IsEmail(), 'a', errorDetail('email')],
    [IsHexColor(), 'a', errorDetail('color')],
    [IsTimeZone(), 'a', errorDetail('time_zone')],
    [Length(1, 255), '', errorDetail('required')],
    [Length(2, 5), 'a', errorDetail('too_short', { min: 2 })],
    [Length(1, 3), 'four', errorDetail('too_long', { max: 3 })],
    [Length(2, 3), 1, errorDetail('text')],
    [MinLength(21), 'a', errorDetail('too_short', { min: 21 })],
    [MaxLength(1), 'ab', errorDetail('too_long', { max: 1 })],
    [Min(1), 0, errorDetail('too_small', { min: 1 })],
    [Max(100), 101, errorDetail('too_large', { max: 100 })],
    [Min(1), '7', errorDetail('number')],
    [ArrayMinSize(1), [], errorDetail('too_few', { min: 1 })],
    [ArrayMaxSize(1), [1, 2], errorDetail('too_many', { max: 1 })],
    [ArrayMaxSize(1), 'no list', errorDetail('list')],
    [ArrayUnique(), [1, 1], errorDetail('repeated')],
    [Matches(/^a$/), 'b', errorDetail('pattern')],
    [Matches(/^a$/, { context: errorDetail('id') }), 'b', errorDetail('id')],
    [IsInt(), undefined, errorDetail('required')],
  ])('has the code of what it finds, with its limits (%#)', (rule, value, detail) => {
    expect(toldBy(rule, value)).toEqual(detail);
  });
});
