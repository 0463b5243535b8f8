/** Characters; the service takes no shorter one. */
export const MIN_PASSWORD = 10;
