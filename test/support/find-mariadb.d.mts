/** Where the MariaDB server program lies. */
export function findMariadb(): string | undefined;
