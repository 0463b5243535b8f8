import { FieldError } from './field-error.dto.js';

/** RFC 9457 problem details, the shape of every error answer. */
export class Problem {
  type: string;
  title: string;
  status: number;
  /** Stable machine-readable name of the error. */
  code: string;
  detail: string;
  errors?: FieldError[];
  requestId: string;
}
