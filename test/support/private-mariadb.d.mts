export interface PrivateMariadb {
  pid: number;
  port: number;
  url: (database: string) => string;
  stop: () => Promise<void>;
}
export function startPrivateMariadb(): Promise<PrivateMariadb>;
export function freePort(): Promise<number>;
