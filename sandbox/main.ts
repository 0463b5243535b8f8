import { startSandbox } from './sandbox.js';

const DEFAULTS = { SANDBOX_LOGIN: 'demo', SANDBOX_PASSWORD: 'demo', SANDBOX_API_KEY: 'demo-key' };

function env(name: keyof typeof DEFAULTS): string {
  return process.env[name] ?? DEFAULTS[name];
}

function portFromEnv(): number {
  const port = Number(process.env['SANDBOX_PORT'] ?? 3001);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error('SANDBOX_PORT: a port number from 0 to 65535 is needed');
}

async function main(): Promise<void> {
  const orderLink = process.env['ORDER_LINK'];
  if (orderLink && !URL.canParse(orderLink)) throw new Error('ORDER_LINK: a http:// or https:// address is needed');
  const sandbox = await startSandbox({
    port: portFromEnv(),
    host: process.env['SANDBOX_HOST'] ?? '127.0.0.1',
    login: env('SANDBOX_LOGIN'),
    password: env('SANDBOX_PASSWORD'),
    apiKey: env('SANDBOX_API_KEY'),
    ...(orderLink && { orderLink }),
  });
  console.log(`GettZap sandbox: ${sandbox.url}`);
  const unset = Object.entries(DEFAULTS).filter(([name]) => process.env[name] === undefined);
  if (unset.length > 0) console.log(unset.map(([name, value]) => `${name}=${value} (default)`).join('\n'));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close());
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
