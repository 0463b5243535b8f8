import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { format } from 'oxfmt';
import { findMariadb } from '../../test/support/find-mariadb.mjs';
import type { Line, Row, RowResult } from './row.js';
import { figure } from './statistics.js';

const PAGE = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

export function printRow({ lines, notes }: RowResult): void {
  const cells = lines.map(cellsOf);
  const head = ['', 'ours', 'ceiling', 'ratio', 'goal', 'reached'];
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]!.length)));
  for (const row of [head, ...cells]) console.log(`   ${row.map((cell, at) => cell.padEnd(widths[at]!)).join('  ')}`);
  for (const note of notes) console.log(`   ${note}`);
}

/** How thoroughly was measured. */
export interface Effort {
  /** Of one measurement. */
  seconds: number;
  rounds: number;
  /** Share of the full amounts of data. */
  scale: number;
  /** Load average before it began: what else the machine did. */
  othersLoad: number;
}

/** Puts what was measured in the place of what the page said of that row; the other rows stay as they were. */
export async function writeReport(rows: Row[], measured: Row, result: RowResult, effort: Effort): Promise<void> {
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
  const sections = rows.map((row) => (row === measured ? sectionOf(row, result, effort) : formerSection(page, row)));
  const text = `${INTRODUCTION}\n\n${sections.join('\n\n')}\n`;
  writeFileSync(PAGE, (await format(PAGE, text, { printWidth: 120 })).code);
}

function sectionOf(row: Row, { lines, notes }: RowResult, effort: Effort): string {
  const table = [
    '| | ours | ceiling | ratio | goal | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines.map((line) => `| ${cellsOf(line).join(' | ')} |`),
  ];
  return [
    ...headOf(row),
    table.join('\n'),
    `Where the rest goes: ${row.rest}`,
    ...notes,
    `_${surroundings()}. ${effortOf(effort)}_`,
  ].join('\n\n');
}

function headOf({ id, title, ceiling }: Row): string[] {
  return [`## ${id} ${title}`, `Ceiling: ${ceiling}.`];
}

function formerSection(page: string, row: Row): string {
  const start = page.indexOf(`## ${row.id} `);
  if (start === -1) return [...headOf(row), 'Not measured yet.'].join('\n\n');
  const end = page.indexOf('\n## ', start + 1);
  return page.slice(start, end === -1 ? undefined : end).trim();
}

function cellsOf({ what, ours, ceiling, ratio, goal, reached }: Line): string[] {
  return [what, ours, ceiling, ratio, goal, reached === undefined ? '' : reached ? 'yes' : 'no'];
}

function effortOf({ seconds, rounds, scale, othersLoad }: Effort): string {
  const amounts = scale === 1 ? '' : `, with ${figure(scale)} of the amounts in the title`;
  return `${rounds} rounds of ${seconds} s each${amounts}; load of the machine before: ${figure(othersLoad)}`;
}

function surroundings(): string {
  const mariadb = /Ver ([\d.]+)/.exec(execFileSync(findMariadb()!, ['--version'], { encoding: 'utf8' }))?.[1];
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), Node ${process.version}, MariaDB ${mariadb}`;
}

const INTRODUCTION = `# Benchmarks

Written by \`npm run bench\`, which takes about half an hour; \`npm run bench -- P1 P4\` measures some rows and leaves the others as they
were, and \`npm run bench -- P1 --seconds 1 --rounds 1 --scale 0.1 --no-report\` tries one out. It starts the servers that it needs by itself;
what it compares with is left out where it is not installed (Redis for BullMQ, PostgreSQL for pg-boss, Galera). Every figure stands beside a ceiling that was measured in the same run, in turn with it, on the
same cores and the same database server, which writes every commit to the disk; load generator, service and database share the
cores. Figures drift from machine to machine, the ratios hardly: they are taken round by round, and shown as their median with the
lowest and the highest round. \`bench/\` holds everything that is measured against.`;
