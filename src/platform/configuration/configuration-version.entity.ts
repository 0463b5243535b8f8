import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row, which every transaction that changes what people configure counts up. */
@Entity('configuration_versions')
export class ConfigurationVersion {
  @PrimaryColumn({ type: 'int' })
  id: number;

  @Column({ type: 'int' })
  version: number;
}
