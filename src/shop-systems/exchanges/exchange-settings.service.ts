import { Injectable } from '@nestjs/common';
import { requireRegions } from '../../access/regions/regions.service.js';
import { isGivenUp, STATUS_DIRECTORY } from '../../orders/order-statuses/order-status.entity.js';
import { definedOf } from '../../platform/collections.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { whyTargetIsForbidden } from '../../platform/http/target-guard.js';
import { errorsOf } from '../../platform/http/validation.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import type { UpdateExchange } from './exchange.dto.js';
import { type CalledSettings, type Exchange, isPushed, missingOf } from './exchange.entity.js';
import { ExchangeKinds } from './exchange-kinds.service.js';
import { ExchangeSignIns } from './exchange-sign-ins.service.js';

const LONGEST_PASSWORD = 255;

/** Puts changes into an exchange, and says what is wrong with them. */
@Injectable()
export class ExchangeSettings {
  constructor(
    private readonly configuration: Configuration,
    private readonly kinds: ExchangeKinds,
    private readonly signIns: ExchangeSignIns,
    private readonly config: AppConfig,
  ) {}

  /** @returns whether what we sign in by over there is another one. @throws InvalidInputError */
  async change(tx: Transaction, exchange: Exchange, change: Omit<UpdateExchange, 'version'>): Promise<boolean> {
    const before = { ...exchange };
    const isCalled = isPushed(exchange);
    const { password, ...settings } = change.settings ?? {};
    const errors: FieldError[] = isCalled ? passwordErrors(password) : [];
    if (typeof password === 'string' && isCalled && errors.length === 0)
      exchange.passwordSealed = this.signIns.seal(exchange, password);
    Object.assign(exchange, columnsOf(exchange, change, isCalled ? settings : (change.settings ?? {})));
    errors.push(...this.settingErrors(exchange), ...(await this.statusErrors(tx, change)));
    if (isCalled && leadsElsewhere(before, exchange) && password === undefined)
      errors.push({ path: 'settings.password', ...errorDetail('secret_needed_again') });
    if (isCalled && exchange.isActive)
      for (const name of missingOf(exchange))
        errors.push({ path: `settings.${name}`, ...errorDetail('needed_when_on') });
    await requireRegions(this.configuration, tx, change.regionIds ?? []);
    if (errors.length > 0) throw new InvalidInputError(errors);
    return isCalled && signInOf(before) !== signInOf(exchange);
  }

  private settingErrors(exchange: Exchange): FieldError[] {
    const { settings } = exchange;
    const errors = errorsOf(settings, this.kinds.of(exchange).Settings, 'settings');
    const { apiUrl } = settings as CalledSettings;
    if (errors.length > 0 || !isPushed(exchange) || apiUrl === '') return errors;
    const forbidden = whyTargetIsForbidden(apiUrl, this.config.allowPrivateTargets);
    const error = forbidden ?? (/[?#]/.test(apiUrl) ? errorDetail('pattern') : undefined);
    return error ? [{ path: 'settings.apiUrl', ...error }] : [];
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
  settings: object,
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
function leadsElsewhere(before: Exchange, after: Exchange): boolean {
  const hostOf = ({ settings }: Exchange) => {
    const { apiUrl } = settings as CalledSettings;
    if (typeof apiUrl !== 'string' || !URL.canParse(apiUrl)) return '';
    const { protocol, hostname } = new URL(apiUrl);
    return `${protocol}//${hostname}`;
  };
  return before.passwordSealed !== '' && hostOf(before) !== '' && hostOf(after) !== hostOf(before);
}

function signInOf({ settings, passwordSealed }: Exchange): string {
  const { apiUrl, login } = settings as CalledSettings;
  return JSON.stringify([apiUrl, login, passwordSealed]);
}
