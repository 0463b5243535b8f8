import type { Abcp } from './abcp/abcp.js';
import type { Form } from './forms.js';
import type { Ledger, OrderRecord, ReceivedRequest, ServiceAnswer } from './ledger.js';
import type { Marketplace, PostResult, Settings } from './marketplace.js';
import type { Cancellation, OrderChange, PartialOrder } from './order.js';
import type { OneC } from './one-c/one-c.js';
import type { PartsSoft } from './parts-soft/parts-soft.js';
import { checkLink } from './settings-input.js';
import type { Supplier } from './supplier/supplier.js';
import type { Trouble, TroubleSetting } from './trouble.js';

const SHOWN_REQUESTS = 200;

export type SettingsChange = Partial<Settings>;

export interface ShownSettings {
  orderLink: string;
  /** Where the shop's own panel is, as far as the order link tells; empty when it does not. */
  shopUrl: string;
  login: string;
  hasPassword: boolean;
  hasApiKey: boolean;
  strict: boolean;
  form: Form;
  gzip: boolean;
}

export interface SandboxState {
  /** Without secrets; of the order link only the part before its secret. */
  settings: ShownSettings;
  trouble: TroubleSetting;
  orders: OrderRecord[];
  ordersTotal: number;
  requests: ReceivedRequest[];
  requestsTotal: number;
}

/** Those whom the shop deals with beside GettZap. */
interface OtherSides {
  /** The shop's 1C, which is another company's program and asks the service by itself. */
  oneC: OneC;
  /** The shop's ABCP, which the service calls. */
  abcp: Abcp;
  /** The shop's PARTS SOFT, which the service orders at. */
  partsSoft: PartsSoft;
  /** A supplier whose price list the service fetches. */
  supplier: Supplier;
}

/** What the sandbox does on request, the same by code and by its JSON API. */
export interface SandboxVerbs extends OtherSides {
  ledger: Ledger;
  state(orderLimit?: number): SandboxState;
  configure(change: SettingsChange): void;
  /** Rejects with PostFailed when the service gives no answer; an answer of any status resolves. */
  postOrder(order?: PartialOrder): Promise<PostResult>;
  updateOrder(id: string, change: OrderChange): Promise<PostResult>;
  cancelOrder(id: string, cancellation?: Cancellation): Promise<PostResult>;
  resend(id: string, n?: number): Promise<PostResult>;
  postRaw(body: string | Buffer, contentType?: string): Promise<ServiceAnswer>;
  trouble(): TroubleSetting;
  setTrouble(setting: TroubleSetting): void;
  clearTrouble(): void;
  /** Forgets orders, requests and trouble; the settings stay, and so does what is in 1C, at ABCP, in PARTS SOFT and at the supplier. */
  reset(): void;
}

export function makeVerbs(
  settings: Settings,
  ledger: Ledger,
  troubles: Trouble,
  marketplace: Marketplace,
  others: OtherSides,
): SandboxVerbs {
  return {
    ledger,
    ...others,
    state: (orderLimit) => stateOf(settings, ledger, troubles, orderLimit),
    configure: (change) => {
      if (change.orderLink) checkLink(change.orderLink);
      Object.assign(settings, change);
    },
    postOrder: (order) => marketplace.postOrder(order),
    updateOrder: (id, change) => marketplace.updateOrder(id, change),
    cancelOrder: (id, cancellation) => marketplace.cancelOrder(id, cancellation),
    resend: (id, n) => marketplace.resend(id, n),
    postRaw: (body, contentType) => marketplace.postRaw(body, contentType),
    trouble: () => troubles.current(),
    setTrouble: (setting) => troubles.set(setting),
    clearTrouble: () => troubles.clear(),
    reset: () => {
      ledger.clear();
      troubles.clear();
    },
  };
}

function stateOf(settings: Settings, ledger: Ledger, troubles: Trouble, orderLimit?: number): SandboxState {
  const orders = ledger.orders();
  const requests = ledger.requests();
  return {
    settings: {
      orderLink: withoutSecret(settings.orderLink ?? ''),
      shopUrl: shopUrlOf(settings.orderLink ?? ''),
      login: settings.login,
      hasPassword: settings.password !== '',
      hasApiKey: settings.apiKey !== '',
      strict: settings.strict ?? false,
      form: settings.form ?? 'json',
      gzip: settings.gzip ?? false,
    },
    trouble: troubles.current(),
    orders: orders.slice(0, orderLimit),
    ordersTotal: orders.length,
    requests: requests.slice(-SHOWN_REQUESTS),
    requestsTotal: requests.length,
  };
}

function withoutSecret(orderLink: string): string {
  return orderLink.replace(/[^/]+\/?$/, '…');
}

/** An order link of the contract is `{shop}/gettzap/orders/{secret}`. */
function shopUrlOf(orderLink: string): string {
  if (!URL.canParse(orderLink)) return '';
  const { origin, pathname } = new URL(orderLink);
  const before = /^(.*)\/gettzap\/orders\/[^/]+\/?$/.exec(pathname);
  return before ? origin + before[1] : '';
}
