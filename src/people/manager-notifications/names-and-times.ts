import { DEFAULT_TIME_ZONE } from '../../access/regions/region.dto.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import { CONNECTIONS } from '../../marketplaces/connections/marketplace-connection.entity.js';
import type { ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { wallClock } from '../../platform/local-time.js';
import { inOneLine } from './message-texts.js';

/**
 * By the clock of the region: 29.11 18:00. It is named where the shop has regions with other clocks, whose people read it, too.
 * @param regionId null = of none, by the shop's usual clock
 */
export function timeInRegion(configuration: ConfigurationSnapshot, instant: Date, regionId: number | null): string {
  const regions = configuration.get(REGIONS);
  const region = regionId === null ? undefined : regions.get(regionId);
  const hasOtherClocks = [...regions.values()].some(({ timeZone }) => timeZone !== region?.timeZone);
  const [, month, day, time] = /^\d+-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(
    wallClock(instant, region?.timeZone ?? DEFAULT_TIME_ZONE).toISOString(),
  )!;
  const clock = region && hasOtherClocks ? ` (время региона «${inOneLine(region.name)}»)` : '';
  return `${day}.${month} ${time}${clock}`;
}

/** What a connection is called and where it lies: GettZap · Москва; of several in one region, with the number. */
export function connectionInWords(
  configuration: ConfigurationSnapshot,
  marketplace: string,
  connectionId: number,
): { name: string; regionId: number | null } {
  const connections = configuration.get(CONNECTIONS);
  const { regionId } = connections.get(connectionId)!;
  const region = regionId === null ? undefined : configuration.get(REGIONS).get(regionId);
  const hasTwin = [...connections.values()].some(
    (each) => each.id !== connectionId && each.deletedAt === null && each.regionId === regionId,
  );
  const parts = [marketplace, region?.name, (hasTwin || !region) && `№ ${connectionId}`];
  return { name: parts.filter(Boolean).join(' · '), regionId };
}
