/** One thing that the buyer changed: a field of the order, or one of its positions. */
export class BuyerChangeView {
  /**
   * `delivery.address`; of a position by its id at the marketplace: `positions[2].quantity`, or `positions[2]` when the whole of it was
   * added (`before` is empty) or is gone (`after` is).
   */
  path: string;
  /** What was there, "" = nothing. Money is a decimal string, a time ISO UTC. */
  before: string;
  after: string;
  /** Of the content that brought it, from 2. */
  version: number;
  /** False: it came after the decision, so that the order stays as it was and `before` is what it says. */
  applied: boolean;
  /** True: the buyer wants it so now, and the order says otherwise: of what came after the decision it is of the newest content. */
  pending: boolean;
  at: string;
}
