import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ACCESS } from './access.js';
import { timesFound } from './mutant.js';
import { ORDERS } from './orders.js';
import { OUTBOX } from './outbox.js';
import { TEAMWORK_RULES } from './teamwork.js';
import { UNDO_RULES } from './undo.js';

const ROOT = join(__dirname, '../..');

describe('a rule that matters is where its mutant looks for it', () => {
  it.each(
    [...ACCESS, ...ORDERS, ...OUTBOX, ...TEAMWORK_RULES, ...UNDO_RULES].map((mutant) => [mutant.rule, mutant] as const),
  )('%s', (_, mutant) => {
    expect(timesFound(mutant, ROOT)).toBe(1);
    expect(existsSync(join(ROOT, mutant.killedBy.file))).toBe(true);
  });
});
