import { parentPort, workerData } from 'node:worker_threads';
import writeXlsxFile, { Cell as XlsxCell, Row } from 'write-excel-file/node';
import type { Cell, ColumnHead } from './table.js';
import type { XlsxAnswer, XlsxRequest, XlsxSheet } from './xlsx-protocol.js';

/*
 * The program of the worker thread; it imports nothing of the project but types, so that it can be started from anywhere.
 * Writing a large sheet takes seconds, in which the service has to go on answering.
 */

const { title, language, columns } = workerData as XlsxSheet;
const TIME_FORMAT = language === 'ru' ? 'dd.mm.yyyy hh:mm' : 'yyyy-mm-dd hh:mm';

const rows: Row[] = [columns.map((head) => ({ value: head.title, type: String, fontWeight: 'bold' }))];

parentPort?.on('message', (request: XlsxRequest) => {
  if (request === 'end') void finish();
  else for (const row of request.rows) rows.push(row.map((cell, index) => cellOf(columns[index]!, cell)));
});

function cellOf({ kind }: ColumnHead, value: Cell): XlsxCell {
  if (value === null || value === '') return null;
  if (value instanceof Date) return { value, type: Date, format: TIME_FORMAT };
  if (kind === 'money') return { value: Number(value), type: Number, format: '#,##0.00' };
  // A bare value is written by its type, and 50,000 rows of cell objects are much memory.
  return kind === 'code' ? { value: String(value), type: String, format: '@' } : value;
}

async function finish(): Promise<void> {
  try {
    const widths = columns.map(({ width }) => ({ width }));
    const file = await writeXlsxFile(rows, { sheet: title[language], columns: widths, stickyRowsCount: 1 }).toBuffer();
    parentPort?.postMessage({ file } satisfies XlsxAnswer);
  } catch (error) {
    parentPort?.postMessage({ fault: (error as Error).message } satisfies XlsxAnswer);
  }
}
