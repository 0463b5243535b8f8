import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Messages that must arrive in order. Whoever adds to an ordering key or finishes one of its messages holds its row. */
@Entity('delivery_lanes')
@Index('delivery_lanes_identity', ['channel', 'key'], { unique: true })
export class OrderingKey {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Column({ type: 'varchar', length: 16 })
  channel: string;

  /** In the channel's words. */
  @Column({ type: 'varchar', length: 64 })
  key: string;
}
