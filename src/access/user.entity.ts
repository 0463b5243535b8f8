import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn, RowVersionColumn, CreatedRow } from '../platform/sql/columns.js';
import type { Role } from './actor.js';
import { ConfigurationPart } from '../platform/configuration/configuration.service.js';

@Entity('users')
export class User extends CreatedRow {
  /** Lower case; on a server it is compared letter by letter (`utf8mb4_bin`). */
  @Index('users_email', { unique: true })
  @Column({ type: 'varchar', length: 190 })
  email: string;

  @Column({ type: 'varchar', length: 255 })
  name: string;

  /** Argon2id in PHC form. */
  @Column({ type: 'varchar', length: 255 })
  passwordHash: string;

  @Column({ type: 'simple-json' })
  roles: Role[];

  /** Empty = all regions. */
  @Column({ type: 'simple-json' })
  regionIds: number[];

  @Column({ type: 'boolean' })
  isActive: boolean;

  /** By the panel's sign-in page; null = never. */
  @InstantColumn({ nullable: true })
  lastSignInAt: Date | null;

  /** Raised by every change, from 1. */
  @RowVersionColumn()
  version: number;
}

/** Lets one of the shop's programs in, with roles and regions of its own. */
@Entity('api_keys')
export class ApiKey extends CreatedRow {
  @Column({ type: 'varchar', length: 255 })
  name: string;

  /** SHA-256 of the key, hex. */
  @Index('api_keys_key', { unique: true })
  @Column({ type: 'varchar', length: 64 })
  keyHash: string;

  /** Its first characters, to tell keys apart. */
  @Column({ type: 'varchar', length: 16 })
  hint: string;

  @Column({ type: 'simple-json' })
  roles: Role[];

  /** Empty = all regions. */
  @Column({ type: 'simple-json' })
  regionIds: number[];
}

@Entity('sessions')
export class Session {
  /** SHA-256 of the cookie's token, hex. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  tokenHash: string;

  @Index('sessions_user')
  @Column({ type: 'int' })
  userId: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  expiresAt: Date;

  /** What the browser said it is, cut. */
  @Column({ type: 'varchar', length: 255 })
  userAgent: string;

  /** IP address at the sign-in. */
  @Column({ type: 'varchar', length: 64 })
  address: string;
}

/** Who may call, and what they may do. */
export const PEOPLE = new ConfigurationPart(async (manager) => {
  const [users, apiKeys] = await Promise.all([manager.find(User, { order: { id: 'ASC' } }), manager.find(ApiKey)]);
  return {
    users: new Map(users.map((user) => [user.id, user])),
    /** In lower case; compared exactly, since a database takes accents, trailing blanks and characters without width for nothing. */
    byEmail: new Map(users.map((user) => [user.email, user])),
    apiKeys: new Map(apiKeys.map((apiKey) => [apiKey.keyHash, apiKey])),
  };
});
