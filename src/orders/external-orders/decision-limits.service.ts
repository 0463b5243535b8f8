import { Injectable } from '@nestjs/common';
import { DEFAULT_TIME_ZONE } from '../../access/regions/region.dto.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import { type Deadline, deadlineOf, type TimeLimit } from '../../access/regions/deadline.js';
import type { WorkingRegion } from '../../access/regions/working-time.js';
import { Configuration, type ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import type { ExternalOrder } from './external-order.entity.js';

/** What the service does by itself with an order that nobody decided in time. */
export interface OverdueRefusal {
  kind: 'refuse';
  /** Told to the marketplace as any refusal's. */
  reason: string;
}

/** How long the first decision on an order of a connection may take. */
export interface DecisionLimit extends TimeLimit {
  onOverdue: OverdueRefusal | null;
}

/** As much of a connection as says how long decisions may take. */
interface LimitedConnection {
  /** Raised by every change of it. */
  version: number;
  decisionMinutes: number | null;
  decisionWarnMinutes: number | null;
  onOverdue: OverdueRefusal | null;
  deletedAt: Date | null;
}

type Source = (snapshot: ConfigurationSnapshot) => ReadonlyMap<number, LimitedConnection>;
type Waiting = Pick<ExternalOrder, 'connectionId' | 'regionId' | 'createdAt' | 'waitsSince'>;

/**
 * How long decisions may take; the module that has connections, further up, plugs itself in. It goes by the configuration as it was
 * looked at last and so holds nothing: what is out of date by that is set right a little later, with all that a change concerns.
 */
@Injectable()
export class DecisionLimits {
  private source: Source = () => new Map();

  constructor(private readonly configuration: Configuration) {}

  /** @param source answers all connections by their ids */
  register(source: Source): void {
    this.source = source;
  }

  /** @returns undefined for a connection that is not there, or not any more */
  limitOf(connectionId: number): DecisionLimit | undefined {
    const connection = this.connections().get(connectionId);
    return connection && !connection.deletedAt ? limitFrom(connection) : undefined;
  }

  /** By connection, of those that are there, each with the version of its connection. */
  all(): Map<number, DecisionLimit & { version: number }> {
    const present = [...this.connections()].filter(([, { deletedAt }]) => deletedAt === null);
    return new Map(present.map(([id, connection]) => [id, { ...limitFrom(connection), version: connection.version }]));
  }

  /** @returns null where there is no limit */
  deadlineOf({ connectionId, regionId, createdAt, waitsSince }: Waiting): Deadline | null {
    const limit = this.limitOf(connectionId);
    return limit ? deadlineOf(this.regionOf(regionId), waitsSince ?? createdAt, limit) : null;
  }

  private connections(): ReadonlyMap<number, LimitedConnection> {
    const snapshot = this.configuration.latest;
    return snapshot ? this.source(snapshot) : new Map();
  }

  private regionOf(id: number): WorkingRegion {
    const region = this.configuration.latest?.get(REGIONS).get(id);
    return region ?? { timeZone: DEFAULT_TIME_ZONE, workingHours: null };
  }
}

function limitFrom({ decisionMinutes, decisionWarnMinutes, onOverdue }: LimitedConnection): DecisionLimit {
  return { minutes: decisionMinutes, warnMinutes: decisionWarnMinutes, onOverdue };
}
