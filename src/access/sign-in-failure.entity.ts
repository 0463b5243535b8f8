import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn } from '../platform/sql/columns.js';

/** A sign-in with a wrong password: all replicas count the same ones. */
@Entity('sign_in_failures')
@Index('sign_in_failures_account', ['account', 'at'])
@Index('sign_in_failures_address', ['address', 'at'])
export class SignInFailure {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  /** What the try is counted for: `user:<id>`, `device:<user id>:<device>`, or `text:<hash>` of an e-mail that is nobody's. */
  @Column({ type: 'varchar', length: 64 })
  account: string;

  /** Where it came from: an IPv4 address, or the /64 network of an IPv6 address; "" for a known device. */
  @Column({ type: 'varchar', length: 64 })
  address: string;

  @InstantColumn()
  at: Date;
}
