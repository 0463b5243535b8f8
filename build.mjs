/*
 * Turns the TypeScript of the service and of the sandbox into JavaScript, file by file and without looking at types, which is the business
 * of `npm run check`: a first start need not wait for that. With `--watch` after each change, and not before.
 */
import { transformFile } from '@swc/core';
import { cpSync, mkdirSync, readdirSync, watch, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Beside those of `.swcrc`, which the tests go by, too. */
const OPTIONS = { sourceMaps: true, module: { type: 'es6' } };

const GATHER_MS = 100;

if (process.argv.includes('--watch')) {
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => build().catch((error) => console.error(error.message)), GATHER_MS);
  };
  for (const folder of ['src', 'sandbox']) watch(folder, { recursive: true }, again);
} else {
  await build();
}

async function build() {
  await Promise.all([transpile('src', 'dist'), transpile('sandbox', 'dist/sandbox')]);
  cpSync('sandbox/page', 'dist/sandbox/page', { recursive: true });
  cpSync('src/platform/secrets/common-passwords.txt', 'dist/platform/secrets/common-passwords.txt');
}

async function transpile(from, to) {
  const sources = readdirSync(from, { recursive: true }).filter((file) => /(?<!\.spec)\.ts$/.test(file));
  await Promise.all(sources.map((file) => transpileFile(join(from, file), join(to, file.replace(/\.ts$/, '.js')))));
}

async function transpileFile(source, target) {
  const { code, map } = await transformFile(source, OPTIONS);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${code}//# sourceMappingURL=${target.split('/').at(-1)}.map\n`);
  writeFileSync(`${target}.map`, map);
}
