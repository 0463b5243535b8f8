import type { Exchange, ExchangeKind } from '../exchange';
import type { StepMoves } from '../../wizard/step-footer';
import { leftStepOf } from '../../wizard/left-step';

const CALLED = ['name', 'api', 'check', 'checkout', 'orders', 'statuses', 'start'] as const;

/** The first one makes the exchange; it has no place in the exchange's address. */
const STEPS = {
  one_c: ['name', 'access', 'orders', 'refusals', 'start'],
  abcp: CALLED,
  parts_soft: CALLED,
} as const satisfies Record<ExchangeKind, readonly string[]>;

export type WizardStep = (typeof STEPS)[ExchangeKind][number];

export const stepsOf = (kind: ExchangeKind): readonly WizardStep[] => STEPS[kind];

export interface StepProps extends StepMoves {
  exchange: Exchange;
}

export function isWizardStep(kind: ExchangeKind, name: string | null): name is WizardStep {
  return name !== 'name' && stepsOf(kind).includes(name as WizardStep);
}

export function stepAddress(id: string, step: WizardStep): string {
  return `/exchanges/${id}?step=${step}`;
}

export const leftStep = (id: string) => leftStepOf('exchange-wizard', id);

/** Where the setup is gone on with: the step that was left, else the first after the exchange was made. */
export function resumeAddress({ id, kind }: Pick<Exchange, 'id' | 'kind'>): string {
  const left = leftStep(id).get();
  return stepAddress(id, isWizardStep(kind, left) ? left : stepsOf(kind)[1]!);
}
