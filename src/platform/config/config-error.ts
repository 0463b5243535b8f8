/** A setting is missing or wrong; the start stops with this one line. */
export class ConfigError extends Error {}
