import { Column, Entity, Index } from 'typeorm';
import type { SealedColumn } from '../../platform/secrets/secret-box.js';
import { ConfigurationPart } from '../../platform/configuration/configuration.service.js';
import { CreatedRow, InstantColumn, LargeColumn, Row, RowVersionColumn } from '../../platform/sql/columns.js';

/** Kinds of systems that we call: orders are pushed by the channel of the outbox that has the same name. */
export const PUSH_CHANNELS = ['abcp', 'parts_soft'] as const;
export type PushChannel = (typeof PUSH_CHANNELS)[number];

/** 1C comes for its orders by itself. */
export const EXCHANGE_KINDS = ['one_c', ...PUSH_CHANNELS] as const;
export type ExchangeKindName = (typeof EXCHANGE_KINDS)[number];

export function isPushChannel(channel: string): channel is PushChannel {
  return (PUSH_CHANNELS as readonly string[]).includes(channel);
}

/** Whether orders are pushed to it, and what came of them is asked for; otherwise the other side comes to us. */
export function isPushed({ kind }: { kind: ExchangeKindName }): boolean {
  return isPushChannel(kind);
}

/** One configured connection to a system of the shop's that orders are handed over to. */
@Entity('exchanges')
export class Exchange extends CreatedRow {
  @Column({ type: 'varchar', length: 32 })
  kind: ExchangeKindName;

  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ type: 'boolean' })
  isActive: boolean;

  /** When it was switched on last; null = it never was, or before this was kept. */
  @InstantColumn({ nullable: true })
  activeSince: Date | null;

  /** Whose orders are handed over; empty = all regions'. */
  @Column({ type: 'simple-json' })
  regionIds: number[];

  /** Orders that were accepted before are not handed over. */
  @InstantColumn()
  since: Date;

  /** In front of order numbers over there. */
  @Column({ type: 'varchar', length: 16 })
  numberPrefix: string;

  /** The statuses in which an order is handed over for the first time; empty = as soon as it is accepted. */
  @Column({ type: 'simple-json' })
  readyStatusIds: number[];

  /** The status of pieces whose refusal over there was accepted here; null = none is chosen. */
  @Column({ type: 'int', nullable: true })
  refusedStatusId: number | null;

  /** Hours of work after which silence is an alarm; 0 = never. */
  @Column({ type: 'int' })
  silentAfterHours: number;

  /** When people were told of the silence that lasts; null = there is none. */
  @InstantColumn({ nullable: true })
  silenceToldAt: Date | null;

  /** Of its kind. */
  @LargeColumn('largeJson')
  settings: object;

  /** In front of the keys of what is handed over, so that another installation's are other ones. */
  @Column({ type: 'varchar', length: 16 })
  keyPrefix: string;

  /** What the other side signs in by; "" = it does not. */
  @Index('exchanges_login')
  @Column({ type: 'varchar', length: 64 })
  login: string;

  /** SHA-256 of the password, hex, which is long and random. */
  @Column({ type: 'varchar', length: 64 })
  passwordHash: string;

  /** What we sign in by over there, sealed; "" = nothing is. */
  @Column({ type: 'varchar', length: 2000, default: '' })
  passwordSealed: string;

  @InstantColumn({ nullable: true })
  deletedAt: Date | null;

  /** Raised by every change, from 1. */
  @RowVersionColumn()
  version: number;
}

/** What the settings of every system that we call have; "" = not said yet. */
export interface CalledSettings {
  apiUrl: string;
  /** Absent = it has none. */
  login?: string;
  pollSeconds: number;
}

/** What is to be filled in before a system can be called: names of settings, and `password`. */
export function missingOf({ settings, passwordSealed }: Exchange): string[] {
  const { apiUrl, login } = settings as CalledSettings;
  return Object.entries({ apiUrl, login, password: passwordSealed }).flatMap(([name, value]) =>
    value === '' ? [name] : [],
  );
}

/** By id, also those that were deleted: what was exchanged stays. */
export const EXCHANGES = new ConfigurationPart(async (manager) => {
  const exchanges = await manager.find(Exchange, { order: { id: 'ASC' } });
  return new Map(exchanges.map((exchange) => [exchange.id, exchange]));
});

/** Where the password of an exchange is bound to. */
export function exchangePlaceOf({ id }: { id: number }): string {
  return `exchanges:${id}:password`;
}

export const EXCHANGE_SEALED_COLUMNS: SealedColumn<Exchange>[] = [
  { entity: Exchange, column: 'passwordSealed', placeOf: exchangePlaceOf },
];

/** Whether orders of the region are its business. */
export function coversRegion({ regionIds }: Pick<Exchange, 'regionIds'>, regionId: number): boolean {
  return regionIds.length === 0 || regionIds.includes(regionId);
}

/** By which the other side recognises an order that it has. */
export function keyOf({ keyPrefix }: Pick<Exchange, 'keyPrefix'>, orderId: number): string {
  return `${keyPrefix}-${orderId}`;
}

/** What a status is called over there, and what it means here. */
@Entity('exchange_statuses')
@Index('exchange_statuses_value', ['exchangeId', 'valueHash'], { unique: true })
export class ExchangeStatus extends Row {
  @Column({ type: 'int' })
  exchangeId: number;

  /** As it came, trimmed. */
  @Column({ type: 'varchar', length: 255 })
  value: string;

  /** What people call it over there; "" = the value says it. */
  @Column({ type: 'varchar', length: 255, default: '' })
  name: string;

  /** SHA-256 of the value without case and spaces, hex. */
  @Column({ type: 'varchar', length: 64 })
  valueHash: string;

  /** Null = nobody has said yet. */
  @Column({ type: 'int', nullable: true })
  statusId: number | null;

  /** How many documents came with it. */
  @Column({ type: 'int' })
  seen: number;

  @InstantColumn({ nullable: true })
  lastSeenAt: Date | null;

  /** Number of such an order; "" = none came yet. */
  @Column({ type: 'varchar', length: 255 })
  sample: string;
}
