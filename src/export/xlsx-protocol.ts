import type { Cell, Table } from './table.js';

/** What the thread is started with. */
export type XlsxSheet = Omit<Table, 'pages'>;

/** A page of rows, or the end: then the file is made. */
export type XlsxRequest = { rows: Cell[][] } | 'end';

export type XlsxAnswer = { file: Uint8Array } | { fault: string };
