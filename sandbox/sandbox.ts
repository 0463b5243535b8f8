import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { Abcp } from './abcp/abcp.js';
import { abcpServer } from './abcp/server.js';
import { clientApi } from './client-api.js';
import { gettzapApi } from './gettzap-api.js';
import { Ledger } from './ledger.js';
import { Marketplace, type Settings } from './marketplace.js';
import { OneC } from './one-c/one-c.js';
import { pageRoutes } from './page.js';
import { PartsSoft } from './parts-soft/parts-soft.js';
import { partsSoftServer } from './parts-soft/server.js';
import { refuseForeignNames } from './own-names.js';
import { checkLink } from './settings-input.js';
import { supplierServer } from './supplier/server.js';
import { Supplier } from './supplier/supplier.js';
import { Trouble } from './trouble.js';
import { makeVerbs, type SandboxVerbs } from './verbs.js';

export { Ledger } from './ledger.js';
export type { OrderRecord, ReceivedRequest } from './ledger.js';
export type { PostResult, Settings } from './marketplace.js';
export type { AbcpOrder } from './abcp/orders.js';
export type { PartsSoftItem } from './parts-soft/parts-soft.js';
export type { OrderChange, PartialOrder } from './order.js';
export type { TroubleKind, TroubleSetting } from './trouble.js';
export type { SandboxVerbs } from './verbs.js';

export interface SandboxOptions extends Settings {
  /** 0: any free port. */
  port: number;
  /** Loopback unless told otherwise: the sandbox asks nobody who they are. */
  host?: string;
}

export interface Sandbox extends SandboxVerbs {
  url: string;
  port: number;
  close(): Promise<void>;
}

const BODY_LIMIT = 4 * 1024 * 1024;
/** Ids are URL-encoded in a path, which makes a Cyrillic letter six characters. */
const LONGEST_ID_IN_PATH = 8192;

/** Starts a stand-in for GettZap on a port of its own. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, host = '127.0.0.1', ...settings } = options;
  if (settings.orderLink) checkLink(settings.orderLink);
  const ledger = new Ledger();
  const trouble = new Trouble();
  const marketplace = new Marketplace(settings, ledger);
  const others = { oneC: new OneC(), abcp: new Abcp(), partsSoft: new PartsSoft(), supplier: new Supplier() };
  const verbs = makeVerbs(settings, ledger, trouble, marketplace, others);

  const app = fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: LONGEST_ID_IN_PATH },
  });
  app.addHook('onRequest', refuseForeignNames(host));
  await app.register(gettzapApi(settings, ledger, trouble));
  await app.register(abcpServer(verbs.abcp));
  await app.register(partsSoftServer(verbs.partsSoft));
  await app.register(supplierServer(verbs.supplier));
  await app.register(clientApi(verbs));
  await app.register(pageRoutes);
  await app.listen({ port, host });

  const { port: taken } = app.server.address() as AddressInfo;
  return {
    ...verbs,
    port: taken,
    url: `http://${reachable(host)}:${taken}`,
    close: async () => {
      marketplace.close();
      await app.close();
    },
  };
}

function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
