import type { EntityManager } from 'typeorm';
import { User } from './user.entity.js';

/**
 * The user whose e-mail is this, in any letter case. The database's own comparison is wider: MariaDB takes accents, trailing blanks and
 * characters without width for nothing, SQLite's driver cuts a text off at a NUL.
 */
export async function findUserByEmail(manager: EntityManager, email: string): Promise<User | null> {
  const exact = email.toLowerCase();
  const user = await manager.findOneBy(User, { email: exact });
  return user?.email === exact ? user : null;
}
