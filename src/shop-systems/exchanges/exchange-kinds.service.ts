import { Injectable } from '@nestjs/common';
import type { ErrorDetail } from '../../platform/error-texts.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import type { Exchange, ExchangeKindName } from './exchange.entity.js';
import type { BatchFormat } from './hand-over.entity.js';
import type { HandedOverOrder } from './handed-over-order.js';
import { contentHashOf } from './handed-over-orders.service.js';

/** An order in one of its revisions. */
export interface Revision {
  order: HandedOverOrder;
  /** From 1. */
  revision: number;
}

/** One step of trying an exchange out. */
export interface CheckFinding extends ErrorDetail {
  name: string;
  ok: boolean;
}

/** How one kind of shop system wants orders. */
export interface ExchangeKind {
  readonly name: ExchangeKindName;
  /** Where the other side calls; null = we call it. */
  readonly path: string | null;
  /** What of a new exchange is set as long as nobody has said otherwise. */
  readonly defaultSettings: object;
  /** @returns what is wrong with settings that were changed, with paths below `settings` */
  check(settings: object): FieldError[];
  /** The channel of the outbox that orders are pushed by; undefined = the other side comes for them. */
  readonly channel?: string;
  /** Names of settings, and `password`, that are to be filled in before it is turned on. */
  missing?(exchange: Exchange): string[];
  /** Signs in over there by a password: the setting with the address that it is given for. */
  readonly addressSetting?: string;
  /** Tries the other side out without any effect there, step by step up to the first that fails. */
  tryOut?(exchange: Exchange): AsyncGenerator<CheckFinding>;
  /** The other side is told our statuses and may name them by their ids. */
  readonly tellsStatuses: boolean;
  /** What of an order has to be handed over anew when it changes; undefined = all of it. */
  contentOf?(order: HandedOverOrder): object;
  /** The body of a batch; the same for the same revisions, settings and time. Of those that come for orders. */
  write?(format: BatchFormat, revisions: Revision[], settings: object, formedAt: Date): Buffer;
  /** As people are shown what would be handed over. */
  preview(revision: Revision, settings: object, at: Date): { contentType: string; body: string };
  /** What one part is called in documents that come back. */
  partKeyOf(line: { brand: string; number: string }): string;
  /** Carries out lines that are missing in what comes back, instead of asking a person. */
  appliesMissingLines(settings: object): boolean;
}

/** The kinds of shop systems; each registers itself. */
@Injectable()
export class ExchangeKinds {
  private readonly kinds = new Map<ExchangeKindName, ExchangeKind>();

  register(kind: ExchangeKind): void {
    this.kinds.set(kind.name, kind);
  }

  of({ kind }: Pick<Exchange, 'kind'>): ExchangeKind {
    return this.kinds.get(kind)!;
  }

  /** Whose orders a channel of the outbox pushes. */
  ofChannel(name: string): ExchangeKind | undefined {
    return [...this.kinds.values()].find(({ channel }) => channel === name);
  }

  /** SHA-256 of what of an order has to be handed over anew when it changes, hex. */
  contentHashOf(exchange: Pick<Exchange, 'kind'>, order: HandedOverOrder): string {
    const content = this.of(exchange).contentOf?.(order);
    return content ? sha256(JSON.stringify(content)) : contentHashOf(order);
  }
}
