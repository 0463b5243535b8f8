import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The part of the sandbox that trial mode uses; it is built beside this program, not into it. */
export interface TrialSandbox {
  url: string;
  configure(settings: SandboxSettings): void;
  postOrder(order: object): Promise<{ response: { status: number } }>;
  close(): Promise<void>;
}

interface SandboxSettings {
  orderLink: string;
  login: string;
  password: string;
  apiKey: string;
}

interface SandboxProgram {
  startSandbox(options: SandboxSettings & { port: number }): Promise<TrialSandbox>;
}

/** Starts the sandbox GettZap of this build. */
export async function startTrialSandbox(
  programDir: string,
  port: number,
  settings: SandboxSettings,
): Promise<TrialSandbox> {
  const program = pathToFileURL(join(programDir, 'sandbox', 'sandbox.js')).href;
  const { startSandbox } = (await import(program)) as SandboxProgram;
  return startSandbox({ port, ...settings });
}
