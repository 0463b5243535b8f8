import { Injectable } from '@nestjs/common';
import type { FieldError } from '../../platform/field-error.dto.js';
import type { Exchange, ExchangeKindName } from './exchange.entity.js';
import type { BatchFormat } from './hand-over.entity.js';
import type { HandedOverOrder } from './handed-over-order.js';

/** An order in one of its revisions. */
export interface Revision {
  order: HandedOverOrder;
  /** From 1. */
  revision: number;
}

/** How one kind of shop system wants orders. */
export interface ExchangeKind {
  readonly name: ExchangeKindName;
  /** Where the other side calls. */
  readonly path: string;
  /** What of a new exchange is set as long as nobody has said otherwise. */
  readonly defaultSettings: object;
  /** @returns what is wrong with settings that were changed, with paths below `settings` */
  check(settings: object): FieldError[];
  /** The body of a batch; the same for the same revisions, settings and time. */
  write(format: BatchFormat, revisions: Revision[], settings: object, formedAt: Date): Buffer;
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
}
