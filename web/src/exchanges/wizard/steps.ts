/** The first one makes the exchange; it has no place in the exchange's address. */
export const WIZARD_STEPS = ['name', 'access', 'orders', 'refusals', 'start'] as const;
export type WizardStep = (typeof WIZARD_STEPS)[number];

export function isWizardStep(name: string | null): name is WizardStep {
  return name !== 'name' && WIZARD_STEPS.includes(name as WizardStep);
}

export function stepAddress(id: string, step: WizardStep): string {
  return `/exchanges/${id}?step=${step}`;
}

const storedAs = (id: string) => `partsdesk-exchange-wizard-${id}`;

/** Where the setup is gone on with: the step that was left. */
export function resumeAddress(id: string): string {
  const left = localStorage.getItem(storedAs(id));
  return stepAddress(id, isWizardStep(left) ? left : 'access');
}

export function rememberStep(id: string, step: WizardStep): void {
  localStorage.setItem(storedAs(id), step);
}

export function forgetStep(id: string): void {
  localStorage.removeItem(storedAs(id));
}
