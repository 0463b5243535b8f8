import { findMariadb } from './find-mariadb.mjs';

/** Says before a run what it will leave out for want of a program on this machine. */
if (!findMariadb()) {
  console.log(
    'SKIPPED: the end-to-end tests on MariaDB, since no mariadbd was found (Debian: apt-get install mariadb-server).',
  );
  if (process.env.CI) process.exit(1);
}
