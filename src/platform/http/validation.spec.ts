import type { ArgumentMetadata } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsObject, IsString, MaxLength, Min, ValidateNested } from 'class-validator';
import { InvalidInputError } from '../errors.js';
import { IsId, requestValidation } from './validation.js';

class Position {
  @IsId()
  id: string;

  @IsInt()
  @Min(1)
  quantity: number;
}

class Place {
  @IsString()
  @MaxLength(5)
  city: string;
}

class Input {
  @IsString()
  name: string;

  @IsObject()
  @ValidateNested()
  @Type(() => Place)
  place: Place;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Position)
  positions: Position[];

  @IsId({ each: true })
  itemIds: string[];
}

const body: ArgumentMetadata = { type: 'body', metatype: Input };
const valid = () => ({
  name: 'x',
  place: { city: 'Omsk' },
  positions: [{ id: '1', quantity: 2 }],
  itemIds: ['1', 2],
});

/** Path → code. */
async function errorsOf(input: unknown): Promise<Record<string, string>> {
  const error = await requestValidation.transform(input, body).catch((thrown: unknown) => thrown);
  if (!(error instanceof InvalidInputError)) throw new Error(`No InvalidInputError: ${String(error)}`);
  return Object.fromEntries(error.errors.map(({ path, code }) => [path, code]));
}

describe('checking what a request brings', () => {
  it('hands on valid input as an object of its class, ids as strings', async () => {
    const input: Input = await requestValidation.transform(valid(), body);
    expect(input).toBeInstanceOf(Input);
    expect(input.positions[0]).toBeInstanceOf(Position);
    expect(input.itemIds).toEqual(['1', '2']);
  });

  it('names every field that is missing', async () => {
    const required = { name: 'required', place: 'required', positions: 'required', itemIds: 'required' };
    expect(await errorsOf({})).toEqual(required);
    expect(await errorsOf(undefined)).toEqual(required);
  });

  it('names the place of a wrong field inside objects and lists', async () => {
    const errors = await errorsOf({
      ...valid(),
      place: { city: 'Novosibirsk' },
      positions: [
        { id: '1', quantity: 2 },
        { id: 'x', quantity: 0 },
      ],
    });
    expect(Object.keys(errors)).toEqual(['place.city', 'positions[1].id', 'positions[1].quantity']);
  });

  it('says what is wrong once for each field, without repeating its name', async () => {
    expect(await errorsOf({ ...valid(), name: 5 })).toEqual({ name: 'text' });
  });

  it('refuses unknown fields by name, at every depth', async () => {
    const errors = await errorsOf({ ...valid(), isAdmin: true, place: { city: 'Omsk', zip: '1' } });
    expect(errors).toEqual({ isAdmin: 'unknown_field', 'place.zip': 'unknown_field' });
  });

  it('refuses a list where an object is due, and the other way round', async () => {
    const errors = await errorsOf({ ...valid(), place: [], positions: {} });
    expect(errors).toMatchObject({ place: 'object', positions: 'list' });
  });

  // oxlint-disable-next-line no-loss-of-precision -- an id that a number does not hold
  it.each(['0', '01', '-1', '1.5', '1e3', ' 1', '', 'abc', '1234567890123456', 9007199254740993, null, true, {}, []])(
    'takes %j for no id',
    async (id) => {
      expect(Object.keys(await errorsOf({ ...valid(), positions: [{ id, quantity: 1 }] }))).toEqual([
        'positions[0].id',
      ]);
      expect(Object.keys(await errorsOf({ ...valid(), itemIds: ['1', id] }))).toEqual(['itemIds']);
    },
  );
});
