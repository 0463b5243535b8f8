import { readEnvFile } from './platform/config/env-file.js';

const TIMEOUT_MS = 5_500;

/** Ends with 0 when the service on this machine is ready, else with 1 and the reason: for containers without curl. */
async function healthcheck(): Promise<void> {
  readEnvFile(() => undefined);
  const { PORT, HOST } = process.env;
  const isAnyAddress = !HOST || HOST === '0.0.0.0' || HOST === '::';
  const host = isAnyAddress ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST;
  const answer = await fetch(`http://${host}:${PORT?.trim() || 3000}/readyz`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  console.log(answer.status, await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
}

healthcheck().catch((error: Error) => {
  console.error((error.cause as Error | undefined)?.message ?? error.message);
  process.exitCode = 1;
});
