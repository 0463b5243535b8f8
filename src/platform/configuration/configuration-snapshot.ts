import { type EntityManager, Column, Entity, PrimaryColumn } from 'typeorm';

const PARTS: Array<ConfigurationPart<unknown>> = [];

/** Something that people configure: small, read by every operation, changed once a month. */
export class ConfigurationPart<T> {
  /** @param load reads all of it; what comes out is never changed */
  constructor(readonly load: (manager: EntityManager) => Promise<T>) {
    PARTS.push(this);
  }
}

/** All that people configure, as it was at one moment. */
export class ConfigurationSnapshot {
  private constructor(
    readonly version: number,
    private readonly values: Map<unknown, unknown>,
  ) {}

  /** @returns undefined when it was changed while it was read */
  static async read(manager: EntityManager): Promise<ConfigurationSnapshot | undefined> {
    const before = await readVersion(manager);
    const values = await Promise.all(PARTS.map(async (part) => [part, await part.load(manager)] as const));
    const after = await readVersion(manager);
    return before === after ? new ConfigurationSnapshot(before, new Map(values)) : undefined;
  }

  get<T>(part: ConfigurationPart<T>): T {
    return this.values.get(part) as T;
  }
}

export const VERSION_SQL = 'SELECT version FROM configuration_versions WHERE id = 1';

async function readVersion(manager: EntityManager): Promise<number> {
  const [row] = await manager.query<Array<{ version: number }>>(VERSION_SQL);
  return row!.version;
}

/** One row, which every transaction that changes what people configure counts up. */
@Entity('configuration_versions')
export class ConfigurationVersion {
  @PrimaryColumn({ type: 'int' })
  id: number;

  @Column({ type: 'int' })
  version: number;
}
