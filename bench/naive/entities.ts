import { Column, CreateDateColumn, Entity, Index, ManyToOne, OneToMany, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
export class NaiveOrder {
  @PrimaryGeneratedColumn() id: number;
  @Index({ unique: true }) @Column('varchar', { length: 255 }) externalId: string;
  @Index() @Column('varchar', { length: 32 }) state: string;
  @Column('varchar', { length: 255 }) customerName: string;
  @Column('varchar', { length: 255 }) customerPhone: string;
  @Column('varchar', { length: 255 }) customerEmail: string;
  @Column('text') comment: string;
  @CreateDateColumn({ type: 'datetime', precision: 3 }) createdAt: Date;
  @OneToMany(() => NaivePosition, (position) => position.order, { cascade: true }) positions: NaivePosition[];
}

@Entity()
export class NaivePosition {
  @PrimaryGeneratedColumn() id: number;
  @ManyToOne(() => NaiveOrder, (order) => order.positions) order: NaiveOrder;
  @Column('varchar', { length: 255 }) externalId: string;
  @Column('varchar', { length: 255 }) brand: string;
  @Index() @Column('varchar', { length: 255 }) number: string;
  @Column('varchar', { length: 1000 }) name: string;
  @Column('int') quantity: number;
  @Column('bigint') priceMinor: number;
}

@Entity()
export class NaiveMessage {
  @PrimaryGeneratedColumn() id: number;
  @Column('int') externalOrderId: number;
  @Column('varchar', { length: 32 }) outcome: string;
  @Column('mediumtext') body: string;
  @CreateDateColumn({ type: 'datetime', precision: 3 }) createdAt: Date;
}
