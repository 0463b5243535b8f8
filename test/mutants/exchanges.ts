import { embedded, Mutant, unit } from './mutant.js';

const EXCHANGES = 'shop-systems/exchanges';
const ARCHIVE = `${EXCHANGES}/exchange-archive.service.ts`;
const BATCHES = `${EXCHANGES}/batches.service.ts`;
const HANDED_OVER = `${EXCHANGES}/handed-over-orders.ts`;
const DOOR = 'shop-systems/one-c/one-c-door.service.ts';
const MARKER = `${EXCHANGES}/hand-over-marker.service.ts`;
const MATCHING = `${EXCHANGES}/document-matching.ts`;
const PROPOSALS = `${EXCHANGES}/proposals.service.ts`;
const RETURNED = `${EXCHANGES}/returned-documents.service.ts`;
const STATUSES = `${EXCHANGES}/returned-statuses.service.ts`;

const handing = (name: string) => embedded('exchange-hand-over.engines', name);
const documenting = (name: string) => embedded('exchange-documents', name);
const within = (name: string) => embedded('exchange-scope.engines', name);
const answering = (name: string) => embedded('exchange-scope-answers', name);
const returning = (name: string) => embedded('exchange-coming-back.engines', name);
const meaning = (name: string) => embedded('exchange-coming-back-rules', name);
const proposing = (name: string) => embedded('exchange-proposals.engines', name);
const leaving = (name: string) => embedded('exchange-proposals-rules', name);
const misbehaving = (name: string) => embedded('exchange-bad-input', name);
const forgetting = (name: string) => embedded('exchange-privacy.engines', name);

/** What a system of the shop's is handed, and what is carried out of what it sends back. */
export const EXCHANGE_RULES: Mutant[] = [
  {
    rule: 'an exchange hands an order over only when it is other than it was confirmed',
    file: HANDED_OVER,
    find: 'return contentHashOf(exchange, order) !== confirmedHash;',
    replace: 'return contentHashOf(exchange, order) !== null;',
    killedBy: handing('leaves no trace'),
  },
  {
    rule: 'an exchange takes an order off what waits when it is handed over',
    file: BATCHES,
    find: 'await tx.updateByIds(HandOver, idsOf(rows), { isWaiting: false, notBefore: null });',
    replace: 'void idsOf;',
    killedBy: embedded('exchange-one-c.engines', 'once, and are confirmed'),
  },
  {
    rule: 'an exchange hands nothing over that was cancelled before',
    file: HANDED_OVER,
    find: '(order.isCancelled && !isPushed(exchange))',
    replace: '(order.isCancelled && !order)',
    killedBy: documenting('cancelled before'),
  },
  {
    rule: 'an exchange hands nothing over that is older than it may be',
    file: HANDED_OVER,
    find: '(order.createdAt < exchange.since ||',
    replace: '((order.createdAt < exchange.since && !order) ||',
    killedBy: within('older than what is said since'),
  },
  {
    rule: 'an exchange hands nothing over of other regions',
    file: HANDED_OVER,
    find: 'if (!order || !coversRegion(exchange, regionId)) return false;',
    replace: 'if (!order || (regionId < 0 && !coversRegion(exchange, regionId))) return false;',
    killedBy: within('whose region it was taken from'),
  },
  {
    rule: 'an exchange hands nothing over while it can be undone',
    file: BATCHES,
    find: '.andWhere(IS_DUE, dueBy(this.clock.now()))\n      .orderBy',
    replace: '.andWhere(`(:now IS NOT NULL OR ${IS_DUE})`, dueBy(this.clock.now()))\n      .orderBy',
    killedBy: handing('can no longer be undone'),
  },
  {
    rule: 'an exchange that is switched on waits for holds, too',
    file: `${EXCHANGES}/catching-up.ts`,
    find: 'await awaitHolds(tx, id, now);',
    replace: 'void awaitHolds;',
    killedBy: handing('switched on during a hold'),
  },
  {
    rule: 'an exchange forgets an order that an undone status made ready',
    file: MARKER,
    find: 'if (undoneSince) known = await',
    replace: 'if (undoneSince && !exchange) known = await',
    killedBy: documenting('makes an order ready and is undone'),
  },
  {
    rule: 'an exchange hands no more over at once than an answer holds',
    file: BATCHES,
    find: '(chosen.length > 0 && weight > MOST_WEIGHT)',
    replace: '(chosen.length > 0 && weight > 100 * MOST_WEIGHT)',
    killedBy: answering('as many at once as fit'),
  },
  {
    rule: 'an exchange forms a batch anew under new settings',
    file: `${EXCHANGES}/exchanges.service.ts`,
    find: 'if (hasOtherRegions || isOther(before.settings, exchange.settings))',
    replace: 'if (hasOtherRegions)',
    killedBy: answering('under the new settings'),
  },
  {
    rule: 'an exchange gives out no batch with orders of a region that was taken from it',
    file: `${EXCHANGES}/exchanges.service.ts`,
    find: 'if (hasOtherRegions || isOther(before.settings, exchange.settings))',
    replace: 'if (isOther(before.settings, exchange.settings))',
    killedBy: within('nothing of a region that was taken'),
  },
  {
    rule: 'an exchange carries nothing out about an order of a region that was taken from it',
    file: RETURNED,
    find: 'const matched = found.matched.filter(isCovered);',
    replace: 'const { matched } = found;',
    killedBy: embedded('exchange-regions', 'changes and proposes nothing'),
  },
  {
    rule: 'an exchange has a batch confirmed only by a session that was handed it',
    file: 'shop-systems/one-c/one-c-exchange.service.ts',
    find: 'const confirmed = batchId === null ? 0 : await this.batches.confirm(exchange.id, batchId);',
    replace:
      "const open = await this.batches.next(exchange.id, 'commerceml');\n" +
      'const confirmed = open ? await this.batches.confirm(exchange.id, open.id) : Number(batchId === null);',
    killedBy: misbehaving('only what the same session was handed out'),
  },
  {
    rule: 'an exchange is not handed back what it caused',
    file: MARKER,
    find: 'if (exchange.id === causedBy) await',
    replace: 'if (exchange.id === causedBy && !exchange) await',
    killedBy: embedded('exchange-one-c.engines', 'and not handed back'),
  },
  {
    rule: 'an exchange is handed what it caused where a batch overtakes it',
    file: MARKER,
    find: "for (const row of rows) if (row.state === 'sent') await tx.updateByIds(HandOver, [row.id], { isWaiting: true });",
    replace: '',
    killedBy: returning('also where a batch is under way'),
  },
  {
    rule: 'an exchange sets a status only when it is another one than before',
    file: STATUSES,
    find: 'if (!meant || meant.value === row.appliedValue) continue;',
    replace: 'if (!meant) continue;',
    killedBy: returning('when it comes once more'),
  },
  {
    rule: 'an exchange sets no status that it was told itself',
    file: STATUSES,
    find: 'if (isEcho(meant, told.get(row.id)!)) continue;',
    replace: 'void [isEcho, told];',
    killedBy: meaning('our own status, as it was told of it'),
  },
  {
    rule: 'an exchange carries a shipment out once',
    file: STATUSES,
    find: 'const isApplied = row.appliedSteps?.includes(key) ?? false;',
    replace: 'const isApplied = false as boolean;',
    killedBy: embedded('exchange-one-c.engines', 'a shipment of two of four'),
  },
  {
    rule: 'what a shop system did not take it has not got by a status that comes from there',
    file: MARKER,
    find: "rows.filter(({ state }) => state === 'confirmed')",
    replace: "rows.filter(({ state, isWaiting }) => !isWaiting && state !== 'sent')",
    killedBy: embedded('exchange-parts-soft-refusals', 'stays failed, whatever'),
  },
  {
    rule: 'an exchange leaves issued what was shipped in part',
    file: STATUSES,
    find: 'return statusId !== status.id && !(keepsIssued && isIssued);',
    replace: 'return statusId !== status.id && !(keepsIssued && isIssued && !status);',
    killedBy: meaning('as shipped in part'),
  },
  {
    rule: 'an exchange leaves out what is older than what came before',
    file: MATCHING,
    find: 'document.formedAt < last;',
    replace: 'document.formedAt < "";',
    killedBy: meaning('after a newer one, and is asked'),
  },
  {
    rule: 'an exchange knows the keys of other ones',
    file: MATCHING,
    find: 'if (ANY_KEY.test(key)) return [];',
    replace: 'void ANY_KEY;',
    killedBy: unit(`${EXCHANGES}/document-matching`),
  },
  {
    rule: 'an exchange does not take the orders of other shops for ours',
    file: MATCHING,
    find: "(document.key === '' || isByKey(candidate) || namesAPart(document, items.get(row.orderId) ?? [], partKeyOf));",
    replace: '(true || namesAPart(document, items.get(row.orderId) ?? [], partKeyOf));',
    killedBy: unit(`${EXCHANGES}/document-matching`),
  },
  {
    rule: 'an exchange proposes nothing that was dismissed',
    file: PROPOSALS,
    find: 'if (quantity === 0 || isSame || wasDismissed) continue;',
    replace: 'if (quantity === 0 || isSame || (wasDismissed && !open && quantity < 0)) continue;',
    killedBy: leaving('not proposed again once they were dismissed'),
  },
  {
    rule: 'an exchange refuses no pieces twice',
    file: PROPOSALS,
    find: 'if (hasPieces(live, pieces)) takePieces',
    replace: 'void hasPieces;\n      takePieces',
    killedBy: proposing('not refused twice'),
  },
  {
    rule: 'an exchange refuses what is not issued first',
    file: PROPOSALS,
    find: 'takePieces(issuedLast(live, directory), pieces.quantity, taken);',
    replace: 'takePieces(live, pieces.quantity, taken);',
    killedBy: leaving('of what is not issued yet'),
  },
  {
    rule: 'an exchange moves what comes together as one change',
    file: 'orders/orders/item-move.ts',
    find: 'if (former) move.fromStatusId = former.statusId = former.fromStatusId;',
    replace: 'void former;',
    killedBy: returning('a status and a shipment'),
  },
  {
    rule: 'an exchange lets a cookie in for a day',
    file: `${EXCHANGES}/exchange-sessions.service.ts`,
    find: 'const TOKEN_VALID_MS = 24 * 3_600_000;',
    replace: 'const TOKEN_VALID_MS = 25 * 3_600_000;',
    killedBy: misbehaving('by a cookie for a day'),
  },
  {
    rule: 'an exchange gives a cookie for the password alone',
    file: DOOR,
    find: 'const known = isSignIn ? undefined :',
    replace: 'const known = isSignIn && !request ? undefined :',
    killedBy: misbehaving('by its password alone'),
  },
  {
    rule: 'an exchange ends its sessions with its password',
    file: `${EXCHANGES}/exchanges.service.ts`,
    find: "await endSessions(tx, id);\n      await this.audit.record(tx, 'replace_password'",
    replace: "await this.audit.record(tx, 'replace_password'",
    killedBy: embedded('exchange-settings', 'by which all sessions end'),
  },
  {
    rule: 'an exchange is not visited by who does not get in',
    file: `${EXCHANGES}/exchange-sessions.service.ts`,
    find: 'where: { exchangeId, tokenHash: Not(REFUSED) },',
    replace: "where: { exchangeId, tokenHash: Not('nobody') },",
    killedBy: misbehaving('and is no visit'),
  },
  {
    rule: 'an exchange begins a file anew that was complete',
    file: `${EXCHANGES}/returned-files.service.ts`,
    find: 'latest && latest.size % ofPart === 0 ? latest : null',
    replace: 'latest && ofPart ? latest : null',
    killedBy: misbehaving('begins it anew'),
  },
  {
    rule: 'an exchange forgets a buyer in what was handed over',
    file: ARCHIVE,
    find: 'await tx.updateByIds(HandOverBatch, batchIds, { body: NOTHING });',
    replace: 'void NOTHING;',
    killedBy: forgetting('in nothing that was exchanged'),
  },
  {
    rule: 'an exchange forgets a buyer in a batch that waits',
    file: ARCHIVE,
    find: 'await withdrawBatches(tx, idsOf(open), this.clock.now());',
    replace: 'void withdrawBatches;',
    killedBy: forgetting('in the batch that waits'),
  },
  {
    rule: 'an exchange forgets a buyer in files that nobody could read',
    file: ARCHIVE,
    find: '...idsOf(files)]',
    replace: '...(files.length < 0 ? idsOf(files) : [])]',
    killedBy: forgetting('could not be read'),
  },
];
