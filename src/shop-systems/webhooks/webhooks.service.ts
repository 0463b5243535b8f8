import { randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager, IsNull } from 'typeorm';
import { AuditService } from '../../access/audit.service.js';
import { changedOf } from '../../platform/collections.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { endpointState } from '../../outbox/outbox.dto.js';
import { Outbox } from '../../outbox/outbox.service.js';
import { MessageDied } from '../../outbox/outbox.events.js';
import { Endpoints } from '../../outbox/endpoints.service.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Clock } from '../../platform/clock.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { errorDetail } from '../../platform/error-texts.js';
import { ConflictError, InvalidInputError, NotFoundError } from '../../platform/errors.js';
import { Page, PageQuery } from '../../platform/http/paging.dto.js';
import { readPage } from '../../platform/http/read-page.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { whyTargetIsForbidden } from '../../platform/http/target-guard.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import {
  ORDER_EVENTS,
  secretPlaceOf,
  Webhook,
  testOrderingKeyOf,
  WEBHOOK_CHANNEL,
  WebhookPayload,
  GONE_REASON,
} from './webhook.entity.js';
import { CreatedWebhookView, CreateWebhook, presentWebhook, UpdateWebhook, WebhookView } from './webhook.dto.js';

const SECRET_BYTES = 32;
/** As Standard Webhooks writes secrets: this and base64. */
const SECRET_PREFIX = 'whsec_';

/** The shop's own addresses that are told what happens. */
@Injectable()
export class WebhooksService {
  private readonly logger = new Logger(WebhooksService.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly outbox: Outbox,
    private readonly endpoints: Endpoints,
    private readonly secretBox: SecretBox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  list(query: PageQuery): Promise<Page<WebhookView>> {
    return this.transactions.read(async (manager) => {
      const webhooks = manager.createQueryBuilder(Webhook, 'webhook').where('webhook.deletedAt IS NULL');
      const { data, meta } = await readPage(webhooks, query, 'webhook.createdAt');
      const keys = data.map(({ id }) => String(id));
      const endpoints = await this.endpoints.findByKeys(manager, WEBHOOK_CHANNEL, keys);
      const present = (webhook: Webhook) => presentWebhook(webhook, endpointState(endpoints.get(String(webhook.id))));
      return { data: data.map(present), meta };
    });
  }

  /** @throws NotFoundError */
  read(id: number): Promise<WebhookView> {
    return this.transactions.read(async (manager) => {
      const webhook = await manager.findOneBy(Webhook, { id, deletedAt: IsNull() });
      if (!webhook) throw new NotFoundError(`Web-hook ${id}`);
      return this.present(manager, webhook);
    });
  }

  /** @throws InvalidInputError for an address that may not be called, or for what cannot be told in that shape */
  create({ url, events, format = 'standard', isActive = true }: CreateWebhook): Promise<CreatedWebhookView> {
    this.checkUrl(url);
    checkEvents({ events, format });
    const secret = newSecret();
    return this.configuration.change(async (tx) => {
      const createdAt = this.clock.now();
      const row = { ...NEW, url, events, format, isActive, createdAt };
      const id = await tx.insert(Webhook, row);
      const secretSealed = this.secretBox.seal(secret, secretPlaceOf({ id }));
      await tx.manager.update(Webhook, { id }, { secretSealed, version: NEW.version });
      await this.endpoints.configure(tx, WEBHOOK_CHANNEL, String(id), isActive);
      const created = presentWebhook({ ...row, id }, isActive ? 'ok' : 'off');
      await this.audit.record(tx, 'create', 'webhook', id, { after: created });
      return { ...created, secret };
    });
  }

  /** @throws NotFoundError; InvalidInputError for an address that may not be called or what cannot be told so; ChangedMeanwhileError */
  update(id: number, { version: seen, ...change }: UpdateWebhook): Promise<WebhookView> {
    if (change.url !== undefined) this.checkUrl(change.url);
    return this.configuration.change(async (tx) => {
      const webhook = await this.lock(tx, id);
      await this.audit.requireVersion(tx, 'webhook', webhook, seen);
      const before = await this.present(tx.manager, webhook);
      const hasMoved = change.url !== undefined && change.url !== webhook.url;
      const wanted = changedOf(webhook, { ...change, ...(change.isActive && { disabledReason: '' }) });
      Object.assign(webhook, wanted);
      if (Object.keys(wanted).length > 0) webhook.version += 1;
      checkEvents(webhook);
      const { url, events, format, isActive, disabledReason, version } = webhook;
      await tx.manager.update(Webhook, { id }, { url, events, format, isActive, disabledReason, version });
      await this.endpoints.configure(tx, WEBHOOK_CHANNEL, String(id), isActive);
      if (hasMoved || change.isActive) await this.endpoints.resume(tx, WEBHOOK_CHANNEL, String(id));
      const after = await this.present(tx.manager, webhook);
      await this.audit.record(tx, 'update', 'webhook', id, { before, after });
      return after;
    });
  }

  /** @returns the new secret; nothing is signed with the old one any more. @throws NotFoundError */
  replaceSecret(id: number): Promise<string> {
    const secret = newSecret();
    return this.configuration.change(async (tx) => {
      await this.lock(tx, id);
      const secretSealed = this.secretBox.seal(secret, secretPlaceOf({ id }));
      await tx.manager.update(Webhook, { id }, { secretSealed });
      await this.audit.record(tx, 'replace_secret', 'webhook', id);
      return secret;
    });
  }

  /** What was not sent is cancelled; what was stays to be seen. @throws NotFoundError */
  delete(id: number): Promise<void> {
    return this.configuration.change(async (tx) => {
      const before = await this.present(tx.manager, await this.lock(tx, id));
      await this.audit.record(tx, 'delete', 'webhook', id, { before });
      await tx.manager.update(Webhook, { id }, { isActive: false, deletedAt: this.clock.now(), secretSealed: '' });
      await this.endpoints.archive(tx, WEBHOOK_CHANNEL, String(id), 'webhook_deleted');
    });
  }

  /**
   * Sends a message that means nothing, on the same way as all others.
   * @throws NotFoundError; ConflictError `webhook_inactive`
   */
  test(id: number): Promise<void> {
    return this.transactions.run(async (tx) => {
      const webhook = await this.lock(tx, id);
      if (!webhook.isActive) throw new ConflictError('webhook_inactive', 'Turn the web-hook on before testing it.');
      const timestamp = this.clock.now().toISOString();
      const payload: WebhookPayload = { type: 'webhook.test', timestamp, data: { webhookId: String(id) } };
      const orderingKey = testOrderingKeyOf(id);
      const message = { endpointKey: String(id), orderingKey, kind: payload.type, subject: '', payload };
      await this.outbox.add(tx, WEBHOOK_CHANNEL, [message]);
    });
  }

  /** The receiver says that the address is gone for good: nothing more is sent there until a person turns it on again. */
  @OnDomainEvent(MessageDied)
  async onGivenUp({ channel, reason, endpointKey }: MessageDied, tx: Transaction): Promise<void> {
    if (channel !== WEBHOOK_CHANNEL || reason !== GONE_REASON) return;
    const id = Number(endpointKey);
    await this.configuration.changeIn(tx);
    await tx.manager.update(Webhook, { id }, { isActive: false, disabledReason: 'gone' });
    await this.endpoints.configure(tx, WEBHOOK_CHANNEL, endpointKey, false);
    tx.afterCommit(() => this.logger.warn(`Web-hook ${id} answered 410 and was switched off.`));
  }

  private checkUrl(url: string): void {
    const forbidden = whyTargetIsForbidden(url, this.config.allowPrivateTargets);
    if (forbidden) throw InvalidInputError.of('url', forbidden);
  }

  private async lock(tx: Transaction, id: number): Promise<Webhook> {
    const webhook = await tx.lockOne(Webhook, { id, deletedAt: IsNull() });
    if (!webhook) throw new NotFoundError(`Web-hook ${id}`);
    return webhook;
  }

  private async present(manager: EntityManager, webhook: Webhook): Promise<WebhookView> {
    const endpoint = await this.endpoints.find(manager, WEBHOOK_CHANNEL, String(webhook.id));
    return presentWebhook(webhook, endpointState(endpoint));
  }
}

/** @throws InvalidInputError */
function checkEvents({ events, format }: Pick<Webhook, 'events' | 'format'>): void {
  if (format === 'standard' || events.every((event) => ORDER_EVENTS.includes(event))) return;
  throw InvalidInputError.of('events', errorDetail('one_of', { values: ORDER_EVENTS.join(', ') }));
}

const NEW = { disabledReason: '' as const, secretSealed: '', deletedAt: null, version: 1 };

function newSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}
