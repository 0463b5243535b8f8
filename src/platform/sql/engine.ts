import type { DataSource } from 'typeorm';

/** Whether it is the embedded database and not a server. */
export function isEmbedded({ options }: Pick<DataSource, 'options'>): boolean {
  return options.type === 'better-sqlite3';
}
