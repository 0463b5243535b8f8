import { findChromium } from './find-chromium.mjs';
import { findMariadb } from './find-mariadb.mjs';

/** Says before a run what it will leave out for want of a program on this machine. */
const missing = [
  !findMariadb() &&
    'the end-to-end tests on MariaDB, since no mariadbd was found (Debian: apt-get install mariadb-server).',
  !findChromium() &&
    'the journeys in a browser, since no chromium was found (Debian: apt-get install chromium-headless-shell).',
].filter(Boolean);
for (const what of missing) console.log(`SKIPPED: ${what}`);
if (missing.length > 0 && process.env.CI) process.exit(1);
