import type { Saved } from './books.js';

export type StepName = 'checkauth' | 'init' | 'query' | 'save' | 'success' | 'file' | 'import' | 'info';

/** One thing that a session did. */
export interface Step {
  at: string;
  name: StepName;
  /** The request's first line; '' = nothing was asked. */
  request: string;
  /** How what was sent begins. */
  sent: string;
  /** Null = no answer. */
  status: number | null;
  /** How the answer begins, secrets hidden. */
  answer: string;
  ok: boolean;
  /** Why 1C could not go on. */
  errors: string[];
}

export interface Session {
  n: number;
  at: string;
  steps: Step[];
  ok: boolean;
  errors: string[];
  created: string[];
  revised: string[];
  /** Documents that the site was told of. */
  told: string[];
}

const KEPT_SESSIONS = 50;
const KEPT_STEPS = 500;

/** The last sessions, oldest first; steps that are made one by one are of a session, too. */
export class SessionLog {
  readonly sessions: Session[] = [];
  private open: Session | null = null;
  private count = 0;

  begin(): Session {
    this.count += 1;
    const at = new Date().toISOString();
    this.open = { n: this.count, at, steps: [], ok: true, errors: [], created: [], revised: [], told: [] };
    this.sessions.push(this.open);
    if (this.sessions.length > KEPT_SESSIONS) this.sessions.shift();
    return this.open;
  }

  current(): Session {
    return this.open ?? this.begin();
  }

  /** What is done next begins a session of its own. */
  end(): void {
    this.open = null;
  }

  record(step: Step): Step {
    const session = this.current();
    session.steps.push(step);
    if (session.steps.length > KEPT_STEPS) session.steps.shift();
    session.errors.push(...step.errors);
    session.ok &&= step.ok;
    return step;
  }

  recordSaved({ created, revised, same }: Saved): void {
    const answer = `создано: ${created.length}, изменено: ${revised.length}, без изменений: ${same.length}`;
    this.record(stepOf('save', { answer }));
    this.current().created.push(...created);
    this.current().revised.push(...revised);
  }

  clear(): void {
    this.sessions.length = 0;
    this.open = null;
  }
}

/** A step that asked nothing, as long as `facts` say no more. */
export function stepOf(name: StepName, facts: Partial<Step>): Step {
  const errors = facts.errors ?? [];
  const at = new Date().toISOString();
  return { at, name, request: '', sent: '', status: null, answer: '', ...facts, errors, ok: errors.length === 0 };
}
