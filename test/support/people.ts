import type { Repository } from 'typeorm';
import type { Role } from '../../src/access/actor.js';
import { hashPassword } from '../../src/access/passwords.js';
import { Configuration } from '../../src/platform/configuration/configuration.service.js';
import { User } from '../../src/access/user.entity.js';
import { type ApiAnswer, ApiClient } from './api-client.js';
import type { Shop } from './shop.js';

export interface Person {
  id: number;
  email: string;
  client: ApiClient;
  /** For calls that the client does not make. */
  headers: Record<string, string>;
}

/** Writes users past the service, and counts the configuration's version up as it would. */
export async function changeUsers(shop: Shop, write: (users: Repository<User>) => Promise<unknown>): Promise<void> {
  await shop.app.get(Configuration).change((tx) => write(tx.manager.getRepository(User)));
}

/** Adds a user to the shop. @param regionIds none = all */
export async function addPerson(shop: Shop, name: string, roles: Role[], regionIds: string[] = []): Promise<Person> {
  const [email, password] = [`${name}@example.com`, `${name} password`];
  const user = {
    email,
    name,
    passwordHash: await hashPassword(password),
    roles,
    regionIds: regionIds.map(Number),
    isActive: true,
    createdAt: shop.clock.now(),
  };
  const id = await shop.app.get(Configuration).change((tx) => tx.insert(User, user));
  const Authorization = `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
  return { id, email, client: ApiClient.basic(`${shop.url}/api`, email, password), headers: { Authorization } };
}

/** Tries to sign in from an address, as the proxy says it. */
export function loginAt(shop: Shop, address: string, email: string, password: string): Promise<ApiAnswer> {
  const proxied = { 'X-Forwarded-For': address };
  return new ApiClient(`${shop.url}/api`).call('POST', '/auth/login', { email, password }, proxied);
}
