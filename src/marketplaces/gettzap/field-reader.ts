import { isISO8601 } from 'class-validator';
import { LosslessNumber } from 'lossless-json';
import type { FieldError } from '../../platform/field-error.dto.js';
import { parseMinor } from '../../platform/money.js';
import { digitsOrText } from './exact-json.js';
import { ErrorDetail, errorDetail } from '../../platform/error-texts.js';

type Fields = Record<string, unknown>;

/** NUL and lone surrogates cannot be stored as text by every database. */
const UNSTORABLE = /[\0\p{Cs}]/u;

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** So many are named; whoever has more begins with these. */
const MAX_PROBLEMS = 100;

/** What every database can store. */
const EARLIEST_TIME = Date.UTC(1000, 0);
const LATEST_TIME = Date.UTC(10_000, 0);

/** Reads fields of an object of the wire one by one and gathers what is wrong with them. */
export class FieldReader {
  private constructor(
    private readonly fields: Fields,
    private readonly path: string,
    readonly problems: FieldError[],
  ) {}

  static of(value: unknown): FieldReader {
    const reader = new FieldReader(isFields(value) ? value : {}, '', []);
    if (!isFields(value)) reader.problem('', errorDetail('object'));
    return reader;
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined && this.fields[name] !== null;
  }

  /** A nested object; one that is absent reads as empty. */
  object(name: string, { required = false } = {}): FieldReader {
    const value = this.fields[name];
    if (isFields(value)) return new FieldReader(value, this.pathOf(name), this.problems);
    if (this.has(name)) this.problem(name, errorDetail('object'));
    else if (required) this.problem(name, errorDetail('missing'));
    return new FieldReader({}, this.pathOf(name), this.problems);
  }

  /** The objects of an array that must not be empty. */
  objects(name: string, maxLength: number): FieldReader[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) {
      this.problem(name, this.has(name) ? errorDetail('list') : errorDetail('missing'));
      return [];
    }
    if (value.length === 0) this.problem(name, errorDetail('empty'));
    if (value.length > maxLength) {
      this.problem(name, errorDetail('too_many', { max: maxLength }));
      return [];
    }
    return value.map((each, index) => {
      const path = `${name}[${index}]`;
      if (!isFields(each)) this.problem(path, errorDetail('object'));
      return new FieldReader(isFields(each) ? each : {}, this.pathOf(path), this.problems);
    });
  }

  /** An id: a text or a number, digit for digit. @returns undefined when it is unusable */
  id(name: string): string | undefined {
    const id = digitsOrText(this.fields[name]);
    const wrong =
      id === undefined
        ? this.has(name)
          ? errorDetail('text_or_number')
          : errorDetail('missing')
        : id === ''
          ? errorDetail('empty')
          : whyTextIsWrong(id, 255);
    if (wrong) this.problem(name, wrong);
    return wrong ? undefined : id;
  }

  /** A text, "" when absent; a number is taken as it is written. */
  text(name: string, maxLength: number, { required = false } = {}): string {
    if (!this.has(name)) {
      if (required) this.problem(name, errorDetail('missing'));
      return '';
    }
    const text = digitsOrText(this.fields[name]);
    const wrong = text === undefined ? errorDetail('text') : whyTextIsWrong(text, maxLength);
    if (wrong) this.problem(name, wrong);
    else if (required && text === '') this.problem(name, errorDetail('empty'));
    return text ?? '';
  }

  wholeNumber(name: string, min: number, { required = false } = {}): number | null {
    if (!this.has(name)) {
      if (required) this.problem(name, errorDetail('missing'));
      return null;
    }
    const digits = /^(\d{1,9})(?:\.0+)?$/.exec(digitsOrText(this.fields[name]) ?? '')?.[1];
    const value = Number(digits);
    if (digits === undefined || value < min) this.problem(name, errorDetail('whole_number_from', { min }));
    return value;
  }

  /** A decimal with at most two places, in minor units. */
  price(name: string): number {
    if (!this.has(name)) {
      this.problem(name, errorDetail('missing'));
      return 0;
    }
    const minor = parseMinor(digitsOrText(this.fields[name]) ?? '');
    if (minor === undefined) this.problem(name, errorDetail('decimal'));
    return minor ?? 0;
  }

  time(name: string): Date | null {
    if (!this.has(name)) return null;
    const text = this.fields[name];
    // `new Date` would take the 30th of February for the 2nd of March.
    const isTime = typeof text === 'string' && ISO_TIME.test(text) && isISO8601(text, { strict: true });
    const time = new Date(isTime ? text : NaN);
    if (time.getTime() >= EARLIEST_TIME && time.getTime() < LATEST_TIME) return time;
    this.problem(name, errorDetail('time'));
    return null;
  }

  problem(name: string, detail: ErrorDetail): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ path: this.pathOf(name), ...detail });
  }

  private pathOf(name: string): string {
    return [this.path, name].filter(Boolean).join('.');
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof LosslessNumber);
}

function whyTextIsWrong(text: string, maxLength: number): ErrorDetail | undefined {
  if (text.length > maxLength) return errorDetail('too_long', { max: maxLength });
  return UNSTORABLE.test(text) ? errorDetail('not_storable') : undefined;
}
