import { SeedDirectory1798000000001 } from '../1798000000001-seed-directory.js';
import { SeedBrands1798600000001 } from '../1798600000001-seed-brands.js';
import { DividedItems1798200000000 } from './1798200000000-divided-items.js';
import { Exchanges1798300000000 } from './1798300000000-exchanges.js';
import { PushedExchanges1798400000000 } from './1798400000000-pushed-exchanges.js';
import { PartsSoft1798500000000 } from './1798500000000-parts-soft.js';
import { Brands1798600000000 } from './1798600000000-brands.js';
import { PriceLists1798700000000 } from './1798700000000-price-lists.js';
import { Offers1798800000000 } from './1798800000000-offers.js';
import { WorkingHours1798900000000 } from './1798900000000-working-hours.js';
import { Deadlines1799100000000 } from './1799100000000-deadlines.js';
import { ProcessingRules1799200000000 } from './1799200000000-processing-rules.js';
import { ExchangesSinceWhen1799300000000 } from './1799300000000-exchanges-since-when.js';
import { ReplacedLinksTold1799600000000 } from './1799600000000-replaced-links-told.js';
import { Initial1798000000000 } from './1798000000000-initial.js';

/** In the order in which they are run; never changed once released. */
export const EMBEDDED_MIGRATIONS = [
  Initial1798000000000,
  SeedDirectory1798000000001,
  DividedItems1798200000000,
  Exchanges1798300000000,
  PushedExchanges1798400000000,
  PartsSoft1798500000000,
  Brands1798600000000,
  SeedBrands1798600000001,
  PriceLists1798700000000,
  Offers1798800000000,
  WorkingHours1798900000000,
  Deadlines1799100000000,
  ProcessingRules1799200000000,
  ExchangesSinceWhen1799300000000,
  ReplacedLinksTold1799600000000,
];
