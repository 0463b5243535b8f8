/** `npm run bench` measures everything, `npm run bench -- P1 P4` some rows. Options: --seconds 2 --rounds 5 --scale 1 --no-report */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { cleanUpOnSignals } from '../test/support/leftovers.mjs';
import { receiving } from './rows/p1-receiving.js';
import { duplicates } from './rows/p2-duplicates.js';
import { statusChanges } from './rows/p3-status-changes.js';
import { accepting } from './rows/p3b-accepting.js';
import { backlog } from './rows/p4-backlog.js';
import { manyEndpoints } from './rows/p4b-many-endpoints.js';
import { latency } from './rows/p5-latency.js';
import { bigTables } from './rows/p6-big-tables.js';
import { footprint } from './rows/p7-footprint.js';
import { startAndSize } from './rows/p8-start-and-size.js';
import { moreProcesses } from './rows/p9-more-processes.js';
import { waiting } from './rows/p10-waiting.js';
import { exchange } from './rows/p11-exchange.js';
import { partsSoft } from './rows/p13-parts-soft.js';
import { priceLists } from './rows/p14-price-lists.js';
import { rules } from './rows/p15-rules.js';
import { printRow, writeReport } from './support/report.js';
import { Lab } from './support/lab.js';
import type { Row } from './support/row.js';

const ROWS: Row[] = [
  receiving,
  duplicates,
  statusChanges,
  accepting,
  backlog,
  manyEndpoints,
  latency,
  bigTables,
  footprint,
  startAndSize,
  moreProcesses,
  waiting,
  exchange,
  partsSoft,
  priceLists,
  rules,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
    'no-report': { type: 'boolean', default: false },
  },
});
cleanUpOnSignals();
const unknown = positionals.filter((id) => !ROWS.some((row) => row.id === id));
if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(', ')}.`);

const effort = {
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  scale: Number(values.scale),
};
for (const row of ROWS.filter(({ id }) => positionals.length === 0 || positionals.includes(id))) {
  console.log(`\n${row.id} ${row.title}\n   ceiling: ${row.ceiling}`);
  const othersLoad = loadavg()[0]!;
  const startedAt = performance.now();
  const lab = await Lab.open(effort);
  try {
    const result = await row.measure(lab);
    printRow(result);
    console.log(`   took ${Math.round((performance.now() - startedAt) / 1_000)} s`);
    if (!values['no-report']) await writeReport(ROWS, row, result, { ...effort, othersLoad });
  } finally {
    await lab.close();
  }
}
