import { execFileSync } from 'node:child_process';

/** Whom a server runs as that must not be root, and whose directory that is; nothing when this process is not root itself. */
export function systemUser(name: string, directory: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  execFileSync('chown', ['-R', name, directory]);
  const idOf = (option: '-u' | '-g') => Number(execFileSync('id', [option, name], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
