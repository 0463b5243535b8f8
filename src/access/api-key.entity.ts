import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn } from '../platform/sql/columns.js';
import type { Role } from './actor.js';

/** Lets one of the shop's programs in, with roles and regions of its own. */
@Entity('api_keys')
export class ApiKey {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

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

  @InstantColumn()
  createdAt: Date;
}
