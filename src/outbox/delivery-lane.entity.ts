import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Deliveries that must arrive in order. Whoever adds to a lane or finishes one of its deliveries holds its row. */
@Entity('delivery_lanes')
@Index('delivery_lanes_identity', ['channel', 'key'], { unique: true })
export class DeliveryLane {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Column({ type: 'varchar', length: 16 })
  channel: string;

  /** In the channel's words. */
  @Column({ type: 'varchar', length: 64 })
  key: string;
}
