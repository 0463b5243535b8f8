import type { Wanted } from './rule-shop.js';

/** Less than a rule holds its decision back. */
const HOLD_MS = 60_000;

/** What of the list it asks for. */
export type Kind = 'scarce' | 'many' | 'later' | 'dear' | 'none' | 'old';
/** What somebody does about it meanwhile. */
export type Act = 'nothing' | 'cancel' | 'accept' | 'refuse' | 'change' | 'undo';

/** An order that rules judge, with what whoever sent it knew. */
export class RuledOrder {
  id = '';
  act: Act = 'nothing';
  isUndone = false;
  /** By its buyer, while the decision was held back. */
  isCancelledInTime = false;
  private readonly postedAt = performance.now();

  /**
   * @param version of the list that was in force before it was sent
   * @param isMerged both spellings were one brand before it was sent
   */
  constructor(
    readonly name: string,
    readonly kind: Kind,
    readonly wanted: Wanted[],
    readonly version: number,
    readonly isMerged: boolean,
  ) {}

  isWithinHold(): boolean {
    return performance.now() - this.postedAt < HOLD_MS;
  }
}
