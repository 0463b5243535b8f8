import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn } from '../shared/columns.js';

/** A sign-in with a wrong password: all replicas count the same ones. */
@Entity('sign_in_failures')
@Index('sign_in_failures_account', ['account', 'at'])
export class SignInFailure {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  /** SHA-256 of the e-mail that was given, hex: it may be of any length and belong to nobody. */
  @Column({ type: 'varchar', length: 64 })
  account: string;

  /** IP address. */
  @Column({ type: 'varchar', length: 64 })
  address: string;

  @InstantColumn()
  at: Date;
}
