import { type Connection, isFilledIn, tellsDecisions } from '../connection';

export const WIZARD_STEPS = ['account', 'link', 'texts', 'check', 'first-order'] as const;
export type WizardStep = (typeof WIZARD_STEPS)[number];

/** What each step is given. */
export interface StepProps {
  connection: Connection;
  onBack(): void;
  onNext(): void;
  /** Leaves the setup where it is. */
  onLater(): void;
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

const storedAs = (id: string) => `partsdesk-wizard-${id}`;

/** Where the setup is gone on with: the step that was left, but never past an account that is not filled in. */
export function resumeAddress(connection: Connection): string {
  const left = localStorage.getItem(storedAs(connection.id));
  return stepAddress(connection.id, isFilledIn(connection) ? (isWizardStep(left) ? left : 'link') : 'account');
}

export function rememberStep(id: string, step: WizardStep): void {
  localStorage.setItem(storedAs(id), step);
}

export function forgetStep(id: string): void {
  localStorage.removeItem(storedAs(id));
}
