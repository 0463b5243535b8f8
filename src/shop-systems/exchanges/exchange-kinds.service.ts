import { Injectable } from '@nestjs/common';
import type { ErrorDetail } from '../../platform/error-texts.js';
import type { CalledAnswer } from './called-system.js';
import type { Exchange, ExchangeKindName } from './exchange.entity.js';
import type { BatchFormat } from './hand-over.entity.js';
import type { HandedOverOrder } from './handed-over-order.js';

/** An order in one of its revisions. */
export interface Revision {
  order: HandedOverOrder;
  /** From 1. */
  revision: number;
}

/** What the other side answered, and what is found by it where that is as it should be. */
export type TriedOut = CalledAnswer & { finding: ErrorDetail };

/** How one kind of shop system wants orders. */
export interface ExchangeKind {
  readonly name: ExchangeKindName;
  /** Where the other side calls; absent = we call it. */
  readonly path?: string;
  /** What can be set, with its rules, as it is as long as nobody has said otherwise. */
  readonly Settings: new () => { applyMissingLines: boolean };
  /** Calls the other side without any effect there. */
  tryOut?(exchange: Exchange): Promise<TriedOut>;
  /** The body of a batch; the same for the same revisions, settings and time. Of those that come for orders. */
  write?(format: BatchFormat, revisions: Revision[], settings: object, formedAt: Date): Buffer;
  /** As people are shown what would be handed over. */
  preview(revision: Revision, settings: object, at: Date): { contentType: string; body: string };
  /** What one part is called in documents that come back. */
  partKeyOf(line: { brand: string; number: string }): string;
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
