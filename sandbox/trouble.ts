export const TROUBLE_KINDS = [
  'none',
  '500',
  '503',
  '429',
  '401',
  '403',
  '400',
  '404',
  '409',
  '408',
  '302',
  'hang',
  'reset',
  'reset-after-apply',
  'garbage',
  'html',
  'slow',
  'huge',
] as const;

export type TroubleKind = (typeof TROUBLE_KINDS)[number];

export interface TroubleSetting {
  kind: TroubleKind;
  /** How many answers are still to be spoilt; unset: until mended. */
  count?: number;
  /** The share of answers to spoil, 0 to 100; unset: all. */
  percent?: number;
  /** Put as it stands into Retry-After of 429 and 503. */
  retryAfter?: string;
  /** Spoil only what concerns this order, or these. */
  orderId?: string | string[];
  /** What happens to the next answers, one after the other; takes the place of `kind`, `count` and `percent`. */
  sequence?: TroubleKind[];
}

export interface TroubleDecision {
  kind: TroubleKind;
  next: TroubleSetting;
}

export const NO_TROUBLE: TroubleSetting = { kind: 'none' };

/** Kinds whose answer says 200, or is lost after the work was done: what was reported takes effect all the same. */
const APPLYING: readonly TroubleKind[] = ['reset-after-apply', 'html', 'slow', 'huge'];

export function takesEffect(kind: TroubleKind): boolean {
  return APPLYING.includes(kind);
}

/** What happens to one request, and the setting that is left for the next. */
export function decideTrouble(setting: TroubleSetting, orderId: string | null, random: () => number): TroubleDecision {
  if (setting.orderId !== undefined && ![setting.orderId].flat().some((each) => each === orderId)) {
    return { kind: 'none', next: setting };
  }
  if (setting.sequence) {
    const [kind = 'none', ...rest] = setting.sequence;
    return { kind, next: rest.length > 0 ? { ...setting, sequence: rest } : NO_TROUBLE };
  }
  if (setting.percent !== undefined && random() * 100 >= setting.percent) return { kind: 'none', next: setting };
  if (setting.count === undefined) return { kind: setting.kind, next: setting };
  return {
    kind: setting.kind,
    next: setting.count > 1 ? { ...setting, count: setting.count - 1 } : NO_TROUBLE,
  };
}

export class Trouble {
  private setting: TroubleSetting = NO_TROUBLE;

  constructor(private readonly random: () => number = Math.random) {}

  current(): TroubleSetting {
    return this.setting;
  }

  set(setting: TroubleSetting): void {
    this.setting = setting.count === 0 || setting.sequence?.length === 0 ? NO_TROUBLE : setting;
  }

  clear(): void {
    this.setting = NO_TROUBLE;
  }

  /** Decides about one status and uses up one of the spoilt answers. */
  spend(orderId: string | null): TroubleKind {
    const { kind, next } = decideTrouble(this.setting, orderId, this.random);
    this.setting = next;
    return kind;
  }

  /** Decides about a ping, which uses nothing up. */
  peek(): TroubleKind {
    return decideTrouble(this.setting, null, this.random).kind;
  }
}
