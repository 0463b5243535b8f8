import { SeedDirectory1795500000001 } from '../1795500000001-seed-directory.js';
import { Initial1795500000000 } from './1795500000000-initial.js';
import { RowVersions1796000001000 } from './1796000001000-row-versions.js';
import { ListIndexes1796000002000 } from './1796000002000-list-indexes.js';
import { MessagesByConnection1796000003000 } from './1796000003000-messages-by-connection.js';
import { SearchIndexes1796000004000 } from './1796000004000-search-indexes.js';
import { BreakerByLane1797000001000 } from './1797000001000-breaker-by-lane.js';
import { Access1797000004001 } from './1797000004001-access.js';
import { LatestContent1797000008000 } from './1797000008000-latest-content.js';
import { LaneFronts1797000009000 } from './1797000009000-lane-fronts.js';

/** In the order in which they are run; never changed once released. */
export const SERVER_MIGRATIONS = [
  Initial1795500000000,
  SeedDirectory1795500000001,
  RowVersions1796000001000,
  ListIndexes1796000002000,
  MessagesByConnection1796000003000,
  SearchIndexes1796000004000,
  BreakerByLane1797000001000,
  Access1797000004001,
  LatestContent1797000008000,
  LaneFronts1797000009000,
];
