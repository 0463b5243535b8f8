import { detailOf, ErrorDetail } from '../error-texts.js';
import type { FieldError } from '../field-error.dto.js';
import type { ExpressionFault } from './expression-protocol.js';

/** An expression is wrong, or failed on its input; with its place inside the expression where there is one. */
export class ExpressionError extends Error {
  readonly detail: ErrorDetail;
  readonly line?: number;
  readonly column?: number;
  /** Characters from the start, from 1. */
  readonly position?: number;
  /** It was stopped for what it used: time, memory, depth or the size of its result. */
  readonly isLimit: boolean;

  constructor(expression: string, { code, params, position, isLimit = false }: ExpressionFault) {
    const detail = detailOf({ code, params });
    super(detail.message);
    this.detail = detail;
    this.isLimit = isLimit;
    if (position === undefined) return;
    const before = expression.slice(0, Math.max(position - 1, 0));
    this.position = position;
    this.line = before.split('\n').length;
    this.column = before.length - before.lastIndexOf('\n');
  }

  /** @param path the field that holds the expression */
  toFieldError(path: string): FieldError {
    const { detail, line, column } = this;
    return { path, ...detail, ...(line !== undefined && column !== undefined && { line, column }) };
  }
}
