import { ApiProperty } from '@nestjs/swagger';
import type { LastChange } from '../errors.js';
import { FieldError } from '../field-error.dto.js';
import { PROBLEM_TEXTS } from '../problem-texts.js';

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
  @ApiProperty({
    description: `Stable name of the error: ${Object.keys(PROBLEM_TEXTS).join(', ')}; or http_ and the status, e.g. http_431, where that says it all.`,
  })
  code: string;
  detail: string;
  errors?: FieldError[];
  /** Only with `changed_meanwhile`; null = it is not known. */
  changed?: LastChangeView | null;
  requestId: string;
}

export function presentChange(change: LastChange | null): LastChangeView | null {
  return change && { by: change.by, at: change.at.toISOString() };
}
