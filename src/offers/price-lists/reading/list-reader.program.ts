import { errorDetail } from '../../../platform/error-texts.js';
import { type ListFile, openList } from './list-file.js';
import { NumberList } from './number-list.js';
import { READING_LIMITS } from './reading-limits.js';
import type { ListedRow, ReadFigures, ReadingMessage, ReadingRequest, RejectedRow } from './reading-protocol.js';
import { isBlank, rejected, RowMapper, shown } from './row-mapper.js';
import { SortedRuns } from './sorted-runs.js';
import { FileFailed } from './file-failed.js';

/*
 * The program of the process that reads one file: it is a bundle of its own, and talks with the service by messages. Whatever goes wrong
 * in here ends it, and nothing else.
 */

const ALIVE_EVERY_MS = 500;
/** An INSERT of so many takes a few milliseconds. */
const ROWS_AT_ONCE = 1_000;
/** Rows of one article are handed over together, unless there are more than that. */
const MOST_AT_ONCE = 2_000;

const request = JSON.parse(process.argv[2]!) as ReadingRequest;
let percent = 0;
const alive = setInterval(() => void say({ kind: 'progress', percent: Math.floor(percent) }), ALIVE_EVERY_MS);
// The service ends its children itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => process.exit());

try {
  const list = await openList(request.file, request.folder, (read) => (percent = read));
  await (request.mapping ? readAll(list, request.mapping) : preview(list));
} catch (error) {
  if (!(error instanceof FileFailed)) throw error;
  await say({ kind: 'failed', error: error.error });
  clearInterval(alive);
}

async function preview(list: ListFile): Promise<void> {
  const { encoding, separator } = list;
  const rows: string[][] = [];
  for await (const records of list.records(READING_LIMITS.previewColumns)) {
    for (const { line, fields, text, problem } of records) {
      if (line > READING_LIMITS.previewRows) break;
      while (rows.length < line - 1) rows.push([]);
      rows.push((problem ? [text] : fields).map(shown));
    }
    if ((records.at(-1)?.line ?? 0) >= READING_LIMITS.previewRows) break;
  }
  await say({ kind: 'preview', preview: { encoding, separator, rows } });
}

async function readAll(list: ListFile, { columns, firstRow }: NonNullable<ReadingRequest['mapping']>): Promise<void> {
  const mapper = new RowMapper(columns);
  const runs = new SortedRuns(request.folder);
  const prices = new NumberList();
  const rejectedRows: RejectedRow[] = [];
  let lines = 0;
  for await (const records of list.records(mapper.mostColumns, mapper.mostColumns)) {
    for (const record of records) {
      if (record.line < firstRow || isBlank(record)) continue;
      lines += 1;
      if (lines > READING_LIMITS.lines)
        throw new FileFailed(errorDetail('list_too_long', { max: READING_LIMITS.lines }));
      const row = mapper.map(record);
      if (typeof row !== 'string') {
        runs.add(row);
        prices.push(row[6]);
      } else if (rejectedRows.length < READING_LIMITS.keptRejections) rejectedRows.push(rejected(record, row));
    }
  }
  percent = 100;
  const { encoding, separator } = list;
  const figures: ReadFigures = {
    encoding,
    separator,
    lines,
    taken: prices.length,
    rejected: lines - prices.length,
    rejectedRows,
    medianPrice: prices.median(),
  };
  await say({ kind: 'read', figures });
  const chunks = chunksOf(runs.sorted());
  // One for each time that it is asked for one.
  process.on('message', () => void say({ kind: 'rows', rows: chunks.next().value ?? [] }));
}

function* chunksOf(rows: Iterable<ListedRow>): Generator<ListedRow[], undefined> {
  let chunk: ListedRow[] = [];
  for (const row of rows) {
    const isOther = chunk.at(-1)?.[0] !== row[0];
    if ((chunk.length >= ROWS_AT_ONCE && isOther) || chunk.length >= MOST_AT_ONCE) {
      yield chunk;
      chunk = [];
    }
    chunk.push(row);
  }
  if (chunk.length > 0) yield chunk;
}

function say(message: ReadingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) return process.exit();
    process.send!(message, undefined, undefined, () => resolve());
  });
}
