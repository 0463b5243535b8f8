/** Groups of the directory's statuses, as far as they matter to a cancellation and to the whole-order rule. */
const GIVEN_UP = ['Отказ', 'Снят'];
const ISSUED = 'Выдано';
const CANCELLED = 'Снят';
const INITIAL = 'Обрабатывается';

export const STATUSES_TO_SET = ['В работе', 'Готово к выдаче', 'Выдано', 'Отказ'];

export type Which = 'all' | 0 | 1;
export type Decision = 'accept' | 'refuse';
type PositionState = 'open' | 'accepted' | 'refused' | 'cancelled';

/** What must be told, as `kind place status`; a change that GettZap itself caused is only recorded. */
export interface ExpectedNotice {
  text: string;
  isEcho: boolean;
}

interface ModelItem {
  position: 0 | 1;
  status: string;
  quantity: number;
}

/** Of each position. */
const ORDERED = 2;

/** The rules of the product over one external order of two positions, written down a second time and as plainly as can be. */
export class OrderModel {
  positions: [PositionState, PositionState] | undefined;
  isCancelled = false;
  isDecided = false;
  isChangedAfterDecision = false;
  hasConflict = false;
  /** In the order in which they were made; what was divided off one behind it. */
  readonly items: ModelItem[] = [];
  /** Undefined: no order was made; null: in no single status. */
  orderStatus: string | null | undefined;
  readonly notices: ExpectedNotice[] = [];
  private readonly contents = new Set<number>();

  get isKnown(): boolean {
    return this.positions !== undefined || this.isCancelled;
  }

  get state(): string {
    const [one, two] = this.positions ?? [];
    if (this.isCancelled) return 'cancelled';
    if (one === 'open' || two === 'open') return one === two ? 'new' : 'partially_decided';
    if (one === two) return one!;
    return 'partially_accepted';
  }

  /** Something that the client cancelled is left with the shop. */
  get isConflictOpen(): boolean {
    return this.items.some(({ position, status }) => this.positions?.[position] === 'cancelled' && !isGivenUp(status));
  }

  /** @param content which of the contents that an order can have */
  post(content: number): void {
    if (this.contents.has(content)) return;
    this.contents.add(content);
    if (this.isDecided) this.isChangedAfterDecision = true;
    else this.positions ??= this.isCancelled ? ['cancelled', 'cancelled'] : ['open', 'open'];
  }

  cancel(): void {
    if (this.isCancelled) return;
    this.isCancelled = true;
    if (!this.positions) return;
    const cancelled = ([0, 1] as const).filter((each) => ['open', 'accepted'].includes(this.positions![each]));
    for (const each of cancelled) this.positions[each] = 'cancelled';
    const concerned = this.items.filter((item) => cancelled.includes(item.position) && !isGivenUp(item.status));
    if (concerned.some(({ status }) => status === ISSUED)) this.hasConflict = true;
    this.move(
      concerned.filter(({ status }) => status !== ISSUED),
      CANCELLED,
      true,
    );
  }

  /** @returns the code of the refusal, or undefined when it is done */
  decide(decision: Decision, which: Which): string | undefined {
    if (this.isCancelled) return 'cancelled_by_client';
    const open = ([0, 1] as const).filter((each) => this.positions![each] === 'open');
    const chosen = which === 'all' ? open : open.filter((each) => each === which);
    if (chosen.length === 0) return 'already_decided';
    const done = decision === 'accept' ? 'accepted' : 'refused';
    for (const each of chosen) this.positions![each] = done;
    this.isDecided = true;
    if (chosen.length === 2) this.tell(`order_${done} order ${done}`);
    else this.tell(`position_${done} ${chosen[0]! + 1} ${done}`);
    if (decision === 'refuse') return undefined;
    for (const position of chosen) this.items.push({ position, status: INITIAL, quantity: ORDERED });
    this.orderStatus = this.wholeOrder(INITIAL);
    return undefined;
  }

  setStatus(status: string, which: Which): void {
    const chosen = which === 'all' ? this.items : this.items.filter(({ position }) => position === which);
    this.move(chosen, status, false);
  }

  /** One piece goes on alone. @returns the number of the item that it is taken from; -1 = there is none, nothing is done */
  divide(status: string, position: 0 | 1): number {
    const at = this.items.findIndex(
      (each) => each.position === position && each.quantity > 1 && each.status !== status,
    );
    const from = this.items[at];
    if (!from) return -1;
    from.quantity -= 1;
    const part = { ...from, quantity: 1 };
    this.items.splice(at + 1, 0, part);
    this.move([part], status, false);
    return at;
  }

  /** Those of the items that are chosen. */
  private move(items: ModelItem[], status: string, isEcho: boolean): void {
    const moving = items.filter((item) => item.status !== status);
    if (moving.length === 0) return;
    for (const item of moving) {
      item.status = status;
      const pieces = item.quantity < ORDERED ? ` q${item.quantity}` : '';
      this.tell(`item_status ${item.position + 1} item: ${status}${pieces}`, isEcho);
    }
    const reached = this.wholeOrder(status);
    if (reached !== this.orderStatus && reached !== null) {
      this.tell(`order_status order order: ${reached}`, isEcho && reached === status);
    }
    this.orderStatus = reached;
  }

  private wholeOrder(changedLast: string): string | null {
    const live = this.items.filter(({ status }) => !isGivenUp(status));
    const deciding = new Set((live.length > 0 ? live : this.items).map(({ status }) => status));
    if (deciding.size === 1) return [...deciding][0]!;
    return live.length > 0 ? null : changedLast;
  }

  private tell(text: string, isEcho = false): void {
    this.notices.push({ text, isEcho });
  }
}

function isGivenUp(status: string): boolean {
  return GIVEN_UP.includes(status);
}
