import { SeedDirectory1795500000001 } from '../1795500000001-seed-directory.js';
import { Initial1795500000000 } from './1795500000000-initial.js';

/** In the order in which they are run; never changed once released. */
export const SERVER_MIGRATIONS = [Initial1795500000000, SeedDirectory1795500000001];
