/** Every variable that the service heeds. */
export const VARIABLES = [
  'ADMIN_EMAIL',
  'ADMIN_PASSWORD',
  'ALLOW_PRIVATE_TARGETS',
  'DATABASE_URL',
  'DATA_DIR',
  'GETTZAP_API_URL',
  'HOST',
  'LOG_LEVEL',
  'MAIL_FROM',
  'MIGRATE_ON_START',
  'NODE_ENV',
  'PORT',
  'PRICE_LIST_MEGABYTES',
  'PUBLIC_URL',
  'RETENTION_DAYS',
  'SANDBOX_PORT',
  'SECRET_KEY',
  'SECRET_KEYS_OLD',
  'SMTP_URL',
  'TRIAL',
  'TRUST_PROXY',
  'WEBHOOK_RATE_LIMIT',
] as const;

export type Variable = (typeof VARIABLES)[number];

export type Environment = Partial<Record<Variable, string>>;
