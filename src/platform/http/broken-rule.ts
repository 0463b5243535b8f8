import type { ValidationError } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { ErrorDetail, errorDetail } from '../error-texts.js';

type Limit = string | number;

/** What the rules of class-validator find, by their names; the arguments are those of the decorator. */
const RULES: Record<string, (value: unknown, ...limits: never[]) => ErrorDetail> = {
  isString: () => errorDetail('text'),
  isNumber: () => errorDetail('number'),
  isInt: () => errorDetail('whole_number'),
  isBoolean: () => errorDetail('boolean'),
  isArray: () => errorDetail('list'),
  isObject: () => errorDetail('object'),
  nestedValidation: () => errorDetail('object'),
  unknownValue: () => errorDetail('object'),
  isIn: (_, values: readonly unknown[]) => errorDetail('one_of', { values: values.join(', ') }),
  isEmail: () => errorDetail('email'),
  isHexColor: () => errorDetail('color'),
  isTimeZone: () => errorDetail('time_zone'),
  isLength: (value, min: Limit, max: Limit) => lengthError(value, Number(min), Number(max)),
  minLength: (value, min: Limit) => lengthError(value, Number(min), Infinity),
  maxLength: (value, max: Limit) => lengthError(value, 0, Number(max)),
  min: (value, min: Limit) => (typeof value === 'number' ? errorDetail('too_small', { min }) : errorDetail('number')),
  max: (value, max: Limit) => (typeof value === 'number' ? errorDetail('too_large', { max }) : errorDetail('number')),
  arrayMinSize: (value, min: Limit) => (Array.isArray(value) ? errorDetail('too_few', { min }) : errorDetail('list')),
  arrayMaxSize: (value, max: Limit) => (Array.isArray(value) ? errorDetail('too_many', { max }) : errorDetail('list')),
  arrayUnique: () => errorDetail('repeated'),
  matches: () => errorDetail('pattern'),
  whitelistValidation: () => errorDetail('unknown_field'),
};

/** The first rule that a field breaks. A decorator whose rule says too little hands an `ErrorDetail` on as its `context`. */
export function brokenRule({ target, property, value, constraints = {}, contexts }: ValidationError): ErrorDetail {
  const [name = ''] = Object.keys(constraints);
  if (value === undefined && name !== 'whitelistValidation') return errorDetail('required');
  const own = contexts?.[name] as ErrorDetail | undefined;
  if (own) return own;
  const rule = RULES[name];
  return rule ? rule(value, ...(argumentsOf(target, property, name) as never[])) : errorDetail('pattern');
}

function argumentsOf(target: object | undefined, property: string, name: string): unknown[] {
  if (!target) return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(target.constructor, '', false, false);
  return rules.find((rule) => rule.propertyName === property && (rule.name ?? rule.type) === name)?.constraints ?? [];
}

function lengthError(value: unknown, min: number, max: number): ErrorDetail {
  if (typeof value !== 'string') return errorDetail('text');
  if (value.length > max) return errorDetail('too_long', { max });
  return value === '' ? errorDetail('required') : errorDetail('too_short', { min });
}
