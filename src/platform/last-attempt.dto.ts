import type { ErrorParams } from './error-texts.js';
import { ErrorParamsProperty } from './field-error.dto.js';

export class AnswerInShort {
  status: number;
  /** The beginning of it. */
  body: string;
}

/** What came of an attempt, in short. */
export class LastAttemptView {
  at: string;
  durationMs: number;
  /** Null = no answer came. */
  response: AnswerInShort | null;
  /** Why no answer came; "" = one came. */
  error: string;
  errorCode: string;
  @ErrorParamsProperty()
  errorParams: ErrorParams;
}
