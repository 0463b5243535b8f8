export const ADAPTER_METHODS = ['POST', 'PUT', 'PATCH'] as const;
export const ADAPTER_CONTENT_TYPES = ['application/json', 'application/x-www-form-urlencoded'] as const;

/** How a connection's wire differs from the contract; the contract's own values mean that it does not. */
export interface Adapter {
  /** JSONata: what came in → contract; "" = it is the contract already. */
  inbound: string;
  /** JSONata: what is to be told → the body to send; "" = the contract's body. */
  outbound: string;
  /** Where statuses of whole orders are sent, relative to the connection's address or absolute; "" = as in the contract. */
  url: string;
  /** The same for single positions; "" = `url`, or as in the contract when that is empty too. */
  positionUrl: string;
  method: (typeof ADAPTER_METHODS)[number];
  /** Further headers of what is sent. */
  headers: Record<string, string>;
  contentType: (typeof ADAPTER_CONTENT_TYPES)[number];
}

export const CONTRACT_AS_IS: Adapter = {
  inbound: '',
  outbound: '',
  url: '',
  positionUrl: '',
  method: 'POST',
  headers: {},
  contentType: 'application/json',
};

/** @returns null when nothing differs from the contract */
export function adapterOrNull(adapter: Adapter): Adapter | null {
  return JSON.stringify(adapter) === JSON.stringify(CONTRACT_AS_IS) ? null : adapter;
}

/** Names of the order in an address, and of the sign-in in header values: `{externalId}`, `{apiKey}`. */
const PLACEHOLDER = /\{([^{}]*)\}/g;

/** Puts values in the places of `{name}`; names without a value stay. */
export function fillPlaceholders(template: string, values: Record<string, string>): string {
  return template.replace(PLACEHOLDER, (whole, name: string) => (Object.hasOwn(values, name) ? values[name]! : whole));
}

/** The names in a template; undefined when its braces do not match. */
export function placeholdersOf(template: string): string[] | undefined {
  if (/[{}]/.test(template.replace(PLACEHOLDER, ''))) return undefined;
  return [...template.matchAll(PLACEHOLDER)].map(([, name]) => name!);
}

export function isAbsolute(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('//');
}
