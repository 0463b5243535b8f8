import { type Connection, isFilledIn, tellsDecisions } from '../connection';
import type { StepMoves } from '../../wizard/step-footer';
import { leftStepOf } from '../../wizard/left-step';

export const WIZARD_STEPS = ['account', 'link', 'texts', 'check', 'first-order'] as const;
export type WizardStep = (typeof WIZARD_STEPS)[number];

export interface StepProps extends StepMoves {
  connection: Connection;
}

export function isWizardStep(name: string | null): name is WizardStep {
  return WIZARD_STEPS.includes(name as WizardStep);
}

export function stepAddress(id: string, step: WizardStep): string {
  return `/marketplaces/${id}?step=${step}`;
}

/** A step that was gone past and is not done: it gets no tick. */
export function lacks(connection: Connection, step: WizardStep): boolean {
  if (step === 'account') return !isFilledIn(connection);
  if (step === 'link') return connection.orderLinkReach === 'private';
  if (step === 'texts') return !tellsDecisions(connection);
  return step === 'check' && connection.waitsFor !== null;
}

export const leftStep = (id: string) => leftStepOf('wizard', id);

/** Where the setup is gone on with: the step that was left, but never past an account that is not filled in. */
export function resumeAddress(connection: Connection): string {
  const left = leftStep(connection.id).get();
  return stepAddress(connection.id, isFilledIn(connection) ? (isWizardStep(left) ? left : 'link') : 'account');
}
