/** The service's settings, read from the environment and checked once at the start. */
export abstract class AppConfig {
  readonly port: number;
  readonly host: string;
  /** `mysql://` or `mariadb://`; undefined = the embedded database under `dataDir`. */
  readonly databaseUrl?: string;
  readonly dataDir: string;
  /** 32 bytes each; the first encrypts, the others only decrypt. */
  readonly secretKeys: [Buffer, ...Buffer[]];
  /** Base of the order links, without a slash at the end. */
  readonly publicUrl: string;
  readonly adminEmail?: string;
  readonly adminPassword?: string;
  /** Base URL of GettZap's API that new connections begin with; "" = none. */
  readonly gettzapApiUrl: string;
  /** `smtp://` or `smtps://`; undefined = no e-mail is sent. */
  readonly smtpUrl?: string;
  /** Sender of e-mails: an address, or `Name <address>`; "" = none. */
  readonly mailFrom: string;
  readonly allowPrivateTargets: boolean;
  readonly trial: boolean;
  readonly sandboxPort: number;
  readonly migrateOnStart: boolean;
  readonly logLevel: string;
  /** Proxies whose `X-Forwarded-For` is believed: their addresses, true = any, false = none. */
  readonly trustProxy: boolean | string;
  /** Requests a second and order link; 0 = no limit. */
  readonly webhookRateLimit: number;
  /** A file of a price list may have. */
  readonly priceListMegabytes: number;
  /** Age at which bodies of messages are removed; 0 = never. */
  readonly retentionDays: number;
}
