export interface PrivateMariadb {
  /** Of the process that runs now. */
  readonly pid: number;
  port: number;
  /** Everything that the server keeps lies in here. */
  dir: string;
  url: (database: string) => string;
  /** Ends the process at once, as a failure of its machine would; the data stays. */
  kill: () => Promise<void>;
  startAgain: () => Promise<void>;
  /** Ends the process and removes the data. */
  stop: () => Promise<void>;
}
export interface PrivateMariadbOptions {
  baseDir?: string;
  /** Further options of the server program. */
  args?: string[];
  /** Whom the server runs as; only root may choose. Unless told otherwise whoever starts it. */
  account?: { name: string; uid: number; gid: number };
}
/** Where databases of tests lie: in memory where the system has a place for that. */
export const BASE_DIR: string;
export function startPrivateMariadb(options?: PrivateMariadbOptions): Promise<PrivateMariadb>;
/** @param program of a server */
export function isMysql(program: string): boolean;
export function freePort(): Promise<number>;
