const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join, sep } = require('node:path');
const { transformSync, version } = require('@swc/core');
const { STAND_INS, SWC_OPTIONS } = require('./compiling.cjs');

const ROOT = join(__dirname, '..', '..', '..');
/** Above a copy of the project, as the mutants' one, which has none of its own. */
const PACKAGES = dirname(dirname(dirname(require.resolve('@swc/core/package.json'))));
const LOADED_ONCE = [join(ROOT, 'src'), join(ROOT, 'sandbox'), PACKAGES].map((place) => place + sep);
const COMPILED = join(PACKAGES, '.cache', 'partsdesk-tests');
mkdirSync(COMPILED, { recursive: true });

const isLoadedOnce = (file) => LOADED_ONCE.some((place) => file.startsWith(place));

/** Of every file compiled here: where its source map lies. */
const sourceMaps = new Map();

/** `./x.js` is `x.ts`, unless the tests put something in its place. */
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, parent, ...rest) => {
  if (request.startsWith('.') && request.endsWith('.js') && sourceMaps.has(parent?.filename)) {
    const standIn = Object.entries(STAND_INS).find(([pattern]) => new RegExp(pattern).test(request));
    return standIn ? join(ROOT, standIn[1]) : join(dirname(parent.filename), request.replace(/\.js$/, '.ts'));
  }
  return resolveFilename(request, parent, ...rest);
};

Module._extensions['.ts'] = (module, file) => {
  const source = readFileSync(file, 'utf8');
  const key = createHash('sha256')
    .update(JSON.stringify([version, SWC_OPTIONS, file, source]))
    .digest('hex');
  const compiled = join(COMPILED, `${key}.cjs`);
  if (!existsSync(compiled)) {
    const { code, map } = transformSync(source, { ...SWC_OPTIONS, filename: file, sourceMaps: true });
    writeWhole(`${compiled}.map`, map);
    writeWhole(compiled, code);
  }
  sourceMaps.set(file, `${compiled}.map`);
  module._compile(readFileSync(compiled, 'utf8'), file);
};

/** Workers that run beside this one see a whole file or none. */
function writeWhole(file, text) {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
}

/** Else fastify looks for each plugin among all modules that are loaded, which are some thousand here, to name it by its file. */
const OVERRIDE = require.resolve('fastify/lib/plugin-override.js');
const override = require(OVERRIDE);
require.cache[OVERRIDE].exports = (instance, plugin, options) => {
  plugin[Symbol.for('fastify.display-name')] ??= plugin.name || 'plugin';
  return override(instance, plugin, options);
};

module.exports = { isLoadedOnce, sourceMaps };
