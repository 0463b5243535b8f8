import { cpSync } from 'node:fs';

/** The compiler leaves alone what is not TypeScript. */
cpSync(new URL('./page', import.meta.url), new URL('../dist/sandbox/page', import.meta.url), { recursive: true });
