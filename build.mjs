/*
 * Turns the TypeScript of the service and of the sandbox into JavaScript, file by file and without looking at types, which is the business
 * of `npm run check`: a first start need not wait for that. With `--watch` after each change, and not before.
 *
 * All packages of the service go into one file, `dist/packages.js`, and each wing of `src` into one of its own, as `dist/orders.js`:
 * looking for their 3,200 files took two thirds of a start.
 */
import { transformFile } from '@swc/core';
import { cpSync, mkdirSync, readdirSync, watch, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { WINGS } from './lint/import-directions.mjs';

/** Beside those of `.swcrc`, which the tests go by, too. */
const OPTIONS = { sourceMaps: true, module: { type: 'es6' } };

/** What has a part that is no JavaScript. */
const NATIVE = ['@node-rs/argon2', '@photostructure/sqlite'];

const GATHER_MS = 100;

const compiling = {
  name: 'compiling',
  load: {
    filter: { id: /\.ts$/ },
    handler: async (id) => ({ ...(await transformFile(id, OPTIONS)), moduleType: 'js' }),
  },
};

/**
 * Parts of Nest would else load packages of their own from `node_modules`: validators that know nothing of the service's classes, and a
 * second TypeORM.
 */
const oneCopy = {
  name: 'one-copy',
  transform: {
    filter: { id: /@nestjs.(mapped-types.*utils|typeorm.*typeorm-compat)\.js$/ },
    handler: (code) => ({ code: code.replace('const require = createRequire(import.meta.url);', ''), map: null }),
  },
};

/**
 * A function in parentheses is compiled at once; V8 11, of Node 20, passes over an arrow function so, and compiles it once more when the
 * package is loaded, which was a twelfth of the processor time of a start.
 */
const atOnce = {
  name: 'at-once',
  generateBundle(_, files) {
    for (const chunk of Object.values(files).filter(({ type }) => type === 'chunk'))
      // On the same line, so that the source map still says where it is from.
      chunk.code = chunk.code.replaceAll(/__commonJSMin\(\(\(([^)]*)\) => \{/g, '__commonJSMin((function($1) {');
  },
};

/** Drivers of databases that the service does not work with: TypeORM loads all that it knows. */
const oneDriver = {
  name: 'one-driver',
  load: {
    filter: { id: /typeorm.driver.(?!better-sqlite3|mysql|sqlite-abstract|types)[\w-]+[/\\].*\.js$/ },
    handler: () => 'module.exports = {};',
  },
};

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
  const sources = sourcesOf('src');
  // What starts as a process of its own imports no package, and does things with its own text.
  const isChild = (file) => file.endsWith('.child.ts');
  // Of what does import some, each is a bundle of its own: it needs little of the service.
  const isProgram = (file) => file.endsWith('.program.ts');
  await Promise.all([
    bundle(sources.filter((file) => !isChild(file) && !isProgram(file))),
    transpile('src', sources.filter(isChild), 'dist'),
    ...sources
      .filter(isProgram)
      .map((file) => bundleProgram(join('src', file), join('dist', file.replace(/\.ts$/, '.js')))),
    transpile('sandbox', sourcesOf('sandbox'), 'dist/sandbox'),
  ]);
  cpSync('sandbox/page', 'dist/sandbox/page', { recursive: true });
  cpSync('src/platform/secrets/common-passwords.txt', 'dist/platform/secrets/common-passwords.txt');
}

function sourcesOf(folder) {
  return readdirSync(folder, { recursive: true }).filter((file) => /(?<!\.spec)\.ts$/.test(file));
}

/** Each source can still be asked for by its own name, and answers with its part of the file of its wing. */
async function bundle(sources) {
  const bundled = await rolldown({
    input: Object.fromEntries(sources.map((file) => [file.replace(/\.ts$/, ''), join('src', file)])),
    platform: 'node',
    external: NATIVE,
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    tsconfig: false,
    preserveEntrySignatures: 'strict',
    treeshake: false,
    checks: { pluginTimings: false },
    plugins: [compiling, oneCopy, oneDriver, atOnce],
    onLog: (level, log, report) => isOptional(log) || report(level, log),
  });
  await bundled.write({
    dir: 'dist',
    sourcemap: true,
    comments: { legal: true, annotation: false, jsdoc: false },
    chunkFileNames: '[name].js',
    codeSplitting: {
      groups: fromTheGroundUp(
        [/node_modules/, 'packages'],
        ...Object.keys(WINGS).map((wing) => [new RegExp(`/src/${wing}/`), wing]),
      ),
    },
  });
  await bundled.close();
}

/** What builds on another file must come after it: each file takes what its parts import, unless a former one has it. */
function fromTheGroundUp(...files) {
  return files.map(([test, name], index) => ({ test, name, priority: files.length - index }));
}

/** One file with all that it imports. */
async function bundleProgram(source, target) {
  const bundled = await rolldown({
    input: source,
    platform: 'node',
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    tsconfig: false,
    plugins: [compiling],
  });
  await bundled.write({ file: target, sourcemap: true, comments: { legal: true, annotation: false, jsdoc: false } });
  await bundled.close();
}

/** What Nest looks for and does without. */
function isOptional({ code, id }) {
  return code === 'UNRESOLVED_IMPORT' && id?.includes('node_modules');
}

async function transpile(from, sources, to) {
  await Promise.all(sources.map((file) => transpileFile(join(from, file), join(to, file.replace(/\.ts$/, '.js')))));
}

async function transpileFile(source, target) {
  const { code, map } = await transformFile(source, OPTIONS);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${code}//# sourceMappingURL=${target.split('/').at(-1)}.map\n`);
  writeFileSync(`${target}.map`, map);
}
