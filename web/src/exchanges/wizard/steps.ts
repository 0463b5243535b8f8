import type { Exchange, ExchangeKind } from '../exchange';

const CALLED = ['name', 'api', 'check', 'checkout', 'orders', 'statuses', 'start'] as const;

/** The first one makes the exchange; it has no place in the exchange's address. */
const STEPS = {
  one_c: ['name', 'access', 'orders', 'refusals', 'start'],
  abcp: CALLED,
  parts_soft: CALLED,
} as const satisfies Record<ExchangeKind, readonly string[]>;

export type WizardStep = (typeof STEPS)[ExchangeKind][number];

export const stepsOf = (kind: ExchangeKind): readonly WizardStep[] => STEPS[kind];

/** What each step is given. */
export interface StepProps {
  exchange: Exchange;
  /** Absent at the first. */
  onBack?(): void;
  onNext(): void;
  /** Leaves the setup where it is. */
  onLater(): void;
}

export function isWizardStep(kind: ExchangeKind, name: string | null): name is WizardStep {
  return name !== 'name' && stepsOf(kind).includes(name as WizardStep);
}

export function stepAddress(id: string, step: WizardStep): string {
  return `/exchanges/${id}?step=${step}`;
}

const storedAs = (id: string) => `partsdesk-exchange-wizard-${id}`;

/** Where the setup is gone on with: the step that was left, else the first after the exchange was made. */
export function resumeAddress({ id, kind }: Pick<Exchange, 'id' | 'kind'>): string {
  const left = localStorage.getItem(storedAs(id));
  return stepAddress(id, isWizardStep(kind, left) ? left : stepsOf(kind)[1]!);
}

export function rememberStep(id: string, step: WizardStep): void {
  localStorage.setItem(storedAs(id), step);
}

export function forgetStep(id: string): void {
  localStorage.removeItem(storedAs(id));
}
