import type { FieldError } from '../../platform/field-error.dto.js';
import { isAbsolute } from './adapter.js';
import type { MarketplaceConnection } from './marketplace-connection.entity.js';
import { errorDetail } from '../../platform/error-texts.js';

type Addressed = Pick<MarketplaceConnection, 'apiUrl' | 'adapter'>;
type Kept = Addressed & Pick<MarketplaceConnection, 'passwordSealed' | 'apiKeySealed'>;

/**
 * Stored secrets go to the hosts that they were given for: whoever may change an address, and must not read the secrets, cannot have
 * them sent to a host of their own. Taking the last address away counts as well, else that could be done in two steps.
 * @param given the secrets that come with the change; "" takes one away
 */
export function secretsToGiveAgain(
  before: Kept,
  after: Addressed,
  given: { password?: string; apiKey?: string },
): FieldError[] {
  const known = hostsOf(before);
  const next = hostsOf(after);
  const isElsewhere = next.size === 0 || [...next].some((host) => !known.has(host));
  if (known.size === 0 || !isElsewhere) return [];
  const stored = [
    ['password', before.passwordSealed],
    ['apiKey', before.apiKeySealed],
  ] as const;
  return stored
    .filter(([name, sealed]) => sealed !== '' && given[name] === undefined)
    .map(([path]) => ({ path, ...errorDetail('secret_needed_again') }));
}

/** With the protocol: over http secrets could be read on their way. */
function hostsOf({ apiUrl, adapter }: Addressed): Set<string> {
  const addresses = [apiUrl, ...[adapter?.url ?? '', adapter?.positionUrl ?? ''].filter(isAbsolute)];
  return new Set(addresses.filter((url) => URL.canParse(url)).map((url) => hostOf(new URL(url))));
}

function hostOf({ protocol, hostname }: URL): string {
  return `${protocol}//${hostname}`;
}
