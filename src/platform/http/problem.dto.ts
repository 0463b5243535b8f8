import { FieldError } from '../field-error.dto.js';

/** Who changed something last, and when. */
export class LastChangeView {
  by: string;
  at: string;
}

/** RFC 9457 problem details, the shape of every error answer. */
export class Problem {
  type: string;
  title: string;
  status: number;
  /** Stable machine-readable name of the error. */
  code: string;
  detail: string;
  errors?: FieldError[];
  /** Only with `changed_meanwhile`; null = it is not known. */
  changed?: LastChangeView | null;
  requestId: string;
}
