import { createHash } from 'node:crypto';

/** Holds a site to its word: until a batch is confirmed, the same is given out again, byte for byte. */
export class BatchWatch {
  private hash: string | null = null;
  private sent = 0;

  /** To be asked before a query and handed to `check`. */
  confirmationsSent(): number {
    return this.sent;
  }

  /** To be called before a confirmation is sent and after it was answered: in between either batch is right. */
  confirm(): void {
    this.sent += 1;
    this.hash = null;
  }

  /** Another login has batches of its own. */
  forget(): void {
    this.hash = null;
  }

  /** @param content null = there was nothing to hand out */
  check(content: Buffer | string | null, confirmationsBefore: number): string[] {
    if (confirmationsBefore !== this.sent) return [];
    const hash = content === null ? null : createHash('sha256').update(content).digest('hex');
    if (this.hash !== null && this.hash !== hash) return ['До подтверждения пришла другая пачка, чем в прошлый раз'];
    this.hash = hash;
    return [];
  }
}
