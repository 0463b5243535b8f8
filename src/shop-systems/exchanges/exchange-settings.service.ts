import { Injectable } from '@nestjs/common';
import { requireRegions } from '../../access/regions/regions.service.js';
import { isGivenUp, STATUS_DIRECTORY } from '../../orders/order-statuses/order-status.entity.js';
import { definedOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import type { UpdateExchange } from './exchange.dto.js';
import type { Exchange } from './exchange.entity.js';
import { ExchangeKinds } from './exchange-kinds.service.js';
import { ExchangeSignIns } from './exchange-sign-ins.service.js';

const LONGEST_PASSWORD = 255;

type Settings = Record<string, unknown>;

/** Puts changes into an exchange, and says what is wrong with them. */
@Injectable()
export class ExchangeSettings {
  constructor(
    private readonly configuration: Configuration,
    private readonly kinds: ExchangeKinds,
    private readonly signIns: ExchangeSignIns,
  ) {}

  /** @returns whether what we sign in by over there is another one. @throws InvalidInputError */
  async change(tx: Transaction, exchange: Exchange, change: Omit<UpdateExchange, 'version'>): Promise<boolean> {
    const kind = this.kinds.of(exchange);
    const before = { ...exchange };
    const { password, ...settings } = change.settings ?? {};
    const isSignedIn = kind.addressSetting !== undefined;
    const errors: FieldError[] = isSignedIn ? passwordErrors(password) : [];
    if (typeof password === 'string' && isSignedIn && errors.length === 0)
      exchange.passwordSealed = this.signIns.seal(exchange, password);
    Object.assign(exchange, columnsOf(exchange, change, isSignedIn ? settings : (change.settings ?? {})));
    errors.push(...kind.check(exchange.settings), ...(await this.statusErrors(tx, change)));
    if (isSignedIn && leadsElsewhere(kind.addressSetting!, before, exchange) && password === undefined)
      errors.push({ path: 'settings.password', ...errorDetail('secret_needed_again') });
    if (exchange.isActive)
      for (const name of kind.missing?.(exchange) ?? [])
        errors.push({ path: `settings.${name}`, ...errorDetail('needed_when_on') });
    await requireRegions(this.configuration, tx, change.regionIds ?? []);
    if (errors.length > 0) throw new InvalidInputError(errors);
    return isSignedIn && signInOf(kind.addressSetting!, before) !== signInOf(kind.addressSetting!, exchange);
  }

  private async statusErrors(tx: Transaction, { readyStatusIds = [], refusedStatusId }: UpdateExchange) {
    const directory = (await this.configuration.of(tx)).get(STATUS_DIRECTORY);
    const unknown = { ...errorDetail('no_such_status') };
    const errors: FieldError[] = [];
    for (const [index, id] of readyStatusIds.entries())
      if (!directory.has(Number(id))) errors.push({ path: `readyStatusIds[${index}]`, ...unknown });
    const refused = directory.get(Number(refusedStatusId));
    if (refusedStatusId && !refused) errors.push({ path: 'refusedStatusId', ...unknown });
    else if (refused && !isGivenUp(refused.group))
      errors.push({ path: 'refusedStatusId', ...errorDetail('other_status_needed') });
    return errors;
  }
}

function columnsOf(
  exchange: Exchange,
  { regionIds, readyStatusIds, refusedStatusId, since, settings: _, ...plain }: Omit<UpdateExchange, 'version'>,
  settings: Settings,
): Partial<Exchange> {
  return definedOf({
    ...plain,
    regionIds: regionIds?.map(Number),
    readyStatusIds: readyStatusIds?.map(Number),
    refusedStatusId: typeof refusedStatusId === 'string' ? Number(refusedStatusId) : refusedStatusId,
    since: since === undefined ? undefined : new Date(since),
    settings: { ...exchange.settings, ...settings },
  });
}

function passwordErrors(password: unknown): FieldError[] {
  if (password === undefined) return [];
  const path = 'settings.password';
  if (typeof password !== 'string') return [{ path, ...errorDetail('text') }];
  return password.length > LONGEST_PASSWORD ? [{ path, ...errorDetail('too_long', { max: LONGEST_PASSWORD }) }] : [];
}

/** A stored password goes to the host that it was given for: whoever may change the address cannot have it sent to one of their own. */
function leadsElsewhere(setting: string, before: Exchange, after: Exchange): boolean {
  const hostOf = ({ settings }: Exchange) => {
    const address = (settings as Settings)[setting];
    if (typeof address !== 'string' || !URL.canParse(address)) return '';
    const { protocol, hostname } = new URL(address);
    return `${protocol}//${hostname}`;
  };
  return before.passwordSealed !== '' && hostOf(before) !== '' && hostOf(after) !== hostOf(before);
}

function signInOf(addressSetting: string, { settings, passwordSealed }: Exchange): string {
  const { [addressSetting]: address, login } = settings as Settings;
  return JSON.stringify([address, login, passwordSealed]);
}
