/** One step of a connection's check: `settings`, `address`, `answer`, `sign_in`. */
export class CheckStepView {
  name: string;
  ok: boolean;
  detail: string;
  ms: number;
}

export class ConnectionCheckView {
  ok: boolean;
  steps: CheckStepView[];
}
