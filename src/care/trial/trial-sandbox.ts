import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../../platform/config/environment.js';

/** The part of the sandbox that trial mode uses; it is built beside this program, not into it. */
export interface TrialSandbox {
  url: string;
  configure(settings: { orderLink: string }): void;
  postOrder(order: object): Promise<{ response: { status: number } }>;
  close(): Promise<void>;
}

/** What the sandbox lets callers sign in with. */
export interface SandboxSignIn {
  login: string;
  password: string;
  apiKey: string;
}

interface SandboxProgram {
  startSandbox(options: SandboxSignIn & { port: number }): Promise<TrialSandbox>;
}

/** Starts the sandbox GettZap of this build. @throws ConfigError when the port cannot be used */
export async function startTrialSandbox(
  programDir: string,
  port: number,
  signIn: SandboxSignIn,
): Promise<TrialSandbox> {
  const program = pathToFileURL(join(programDir, 'sandbox', 'sandbox.js')).href;
  const { startSandbox } = (await import(program)) as SandboxProgram;
  return startSandbox({ port, ...signIn }).catch((error: Error) => {
    throw new ConfigError(`SANDBOX_PORT cannot be used: ${error.message}.`);
  });
}
