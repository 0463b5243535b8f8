/** One wrong field: `path` in the form `positions[0].price`. */
export class FieldError {
  path: string;
  message: string;
  /** Place inside a text template, from 1. */
  line?: number;
  column?: number;
}
