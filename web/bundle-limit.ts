import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** Kilobytes of script, compressed, that every page needs. */
const LIMIT_KB = 230;

/** Prints what the first load weighs, and fails the build when it is too much. */
export function bundleLimit(): Plugin {
  return {
    name: 'bundle-limit',
    apply: 'build',
    writeBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((each) => each.type === 'chunk');
      const first = chunks.find(({ isEntry }) => isEntry);
      if (!first) throw new Error('The build has no entry.');
      const bytes = loadedWith(first, chunks).reduce((sum, { code }) => sum + gzipSync(code).length, 0);
      const kb = Math.round(bytes / 1_000);
      console.log(`First load: ${kb} kB of script, compressed (at most ${LIMIT_KB}).`);
      if (kb > LIMIT_KB) throw new Error(`The first load may have ${LIMIT_KB} kB of script, compressed: it has ${kb}.`);
    },
  };
}

/** A chunk and all that it imports at once. */
function loadedWith(first: Rolldown.OutputChunk, chunks: Rolldown.OutputChunk[]): Rolldown.OutputChunk[] {
  const found = new Set([first]);
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const imported = chunks.find(({ fileName }) => fileName === name);
      if (imported) found.add(imported);
    }
  }
  return [...found];
}
