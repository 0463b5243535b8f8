import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn, RowVersionColumn } from '../platform/sql/columns.js';
import type { Role } from './actor.js';

@Entity('users')
export class User {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  /** Lower case. */
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

  @InstantColumn()
  createdAt: Date;

  /** By the panel's sign-in page; null = never. */
  @InstantColumn({ nullable: true })
  lastSignInAt: Date | null;

  /** Raised by every change, from 1. */
  @RowVersionColumn()
  version: number;
}
