import { applyDecorators, ValidationError, ValidationPipe, type Type as Class } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { plainToInstance, Transform, Type } from 'class-transformer';
import { IsInt, IsObject, Matches, Min, ValidateIf, ValidateNested, validateSync } from 'class-validator';
import { brokenRule } from './broken-rule.js';
import { errorDetail } from '../error-texts.js';
import { InvalidInputError } from '../errors.js';
import type { FieldError } from '../field-error.dto.js';

/** A part of a path stays the text that it is, for the pipe that reads it: as a number `abc` would be NaN and `0x1` an id. */
class RequestValidation extends ValidationPipe {
  protected override transformPrimitive(value: unknown): unknown {
    return value;
  }
}

/** Checks request bodies and queries by their DTO classes and names each field that is wrong. */
export const requestValidation = new RequestValidation({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  stopAtFirstError: true,
  validationError: { target: true },
  exceptionFactory: (errors) => new InvalidInputError([...firstOf(allErrors(errors, ''), MAX_ERRORS)]),
});

/** So many wrong fields are named in an answer; whoever has more begins with these. */
export const MAX_ERRORS = 100;
/** A name that the caller made up is not repeated at any length. */
export const MAX_PATH_LENGTH = 300;

/** Checks a part of a body of which only its handler knows what it must be. @param path of the part */
export function errorsOf<T extends object>(value: object, rules: Class<T>, path: string): FieldError[] {
  const errors = validateSync(plainToInstance(rules, value), {
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
    validationError: { target: true },
  });
  return [...allErrors(errors, path)];
}

function* firstOf<T>(values: Iterable<T>, count: number): Iterable<T> {
  for (const value of values) {
    if (count-- <= 0) return;
    yield value;
  }
}

function* allErrors(errors: ValidationError[], parent: string): Iterable<FieldError> {
  for (const error of errors) {
    const { property, constraints, children = [] } = error;
    const path = /^\d+$/.test(property) ? `${parent}[${property}]` : join(parent, property);
    if (constraints) yield { path: path.slice(0, MAX_PATH_LENGTH), ...brokenRule(error) };
    yield* allErrors(children, path);
  }
}

function join(parent: string, property: string): string {
  return parent ? `${parent}.${property}` : property;
}

/** The other rules of a field hold only when it is there; null is there. */
export const IsOptionalDefined = () => ValidateIf((_, value) => value !== undefined);

/** Blanks around it are none of it, so blanks alone are nothing. */
export const Trimmed = () => Transform(({ value }) => (typeof value === 'string' ? value.trim() : value));

/**
 * The entries of a list are objects, each by the rules of its class: `ValidateNested` alone takes a list for an object and looks no
 * further. It stands above `IsArray` and the limits of the length, which are checked first.
 */
export const ObjectsOf = (typeOf: () => Class) =>
  applyDecorators(Type(typeOf), ValidateNested({ each: true }), IsObject({ each: true }));

const ID = /^[1-9]\d{0,14}$/;
/** Of our own, everywhere. */
export const ID_PATTERN = ID.source;

/** An id in a body: a decimal string (a number is taken too), kept as a string. */
export function IsId(options?: { each: boolean }): PropertyDecorator {
  return (target, property) => {
    const text = (value: unknown) => (typeof value === 'number' ? String(value) : value);
    Transform(({ value }) => (options?.each && Array.isArray(value) ? value.map(text) : text(value)))(
      target,
      property as string,
    );
    Matches(ID, { ...options, context: errorDetail('id') })(target, property as string);
  };
}

/** A whole number from 1, which may be left out. */
export function IsOptionalCount(): PropertyDecorator {
  return (target, property) => {
    // As decorators above a field do, from below.
    Min(1)(target, property as string);
    IsInt()(target, property);
    IsOptionalDefined()(target, property as string);
    ApiPropertyOptional({ minimum: 1 })(target, property);
  };
}

/** The version of a thing that the caller has seen, as its view says; without it the change is made whatever happened meanwhile. */
export function ExpectedVersion(): PropertyDecorator {
  return IsOptionalCount();
}
