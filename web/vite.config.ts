import { defineConfig } from 'vite';
import { bundleLimit } from './bundle-limit.ts';
import { compressedCopies } from './compressed.ts';

/** Where `npm run dev` finds the service. */
const SERVICE = `http://localhost:${process.env.PORT ?? 3000}`;

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      // What every page needs in one file, which weighs less than the twenty it would be divided into for the sake of pages that come later.
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
      // Marks for server rendering, which there is none of here.
      onLog: (level, log, report) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && report(level, log),
    },
  },
  plugins: [bundleLimit(), compressedCopies()],
  server: { fs: { allow: ['..'] }, proxy: { '/api': SERVICE, '/gettzap/': SERVICE } },
});
