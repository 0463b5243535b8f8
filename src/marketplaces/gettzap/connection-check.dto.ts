import type { ErrorParams } from '../../platform/error-texts.js';
import { ErrorParamsProperty } from '../../platform/field-error.dto.js';

/** One step of a connection's check: `settings`, `address`, `answer`, `sign_in`. */
export class CheckStepView {
  name: string;
  ok: boolean;
  /** Stable name of what was found. */
  code: string;
  @ErrorParamsProperty()
  params: ErrorParams;
  detail: string;
  ms: number;
}

export class ConnectionCheckView {
  ok: boolean;
  steps: CheckStepView[];
}
