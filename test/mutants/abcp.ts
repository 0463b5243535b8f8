import { embedded, Mutant, onServer, unit } from './mutant.js';

const ABCP = 'shop-systems/abcp';
const EXCHANGES = 'shop-systems/exchanges';
const CHANNEL = `${ABCP}/abcp-channel.service.ts`;
const CLIENT = `${ABCP}/abcp-client.service.ts`;
const FOLLOW = `${ABCP}/abcp-follow.job.ts`;
const HANDED_OVER = `${EXCHANGES}/handed-over-orders.ts`;
const PUSHED = `${EXCHANGES}/pushed-orders.service.ts`;
const PUSHING = `${EXCHANGES}/order-pushing.service.ts`;
const ASKING = `${EXCHANGES}/exchange-asking.service.ts`;
const CALLED = `${EXCHANGES}/called-system.ts`;

const pushing = (name: string) => embedded('exchange-abcp.engines', name);
const answered = (name: string) => embedded('exchange-abcp-answers', name);
const following = (name: string) => embedded('exchange-abcp-follow.engines', name);
const troubled = (name: string) => embedded('exchange-abcp-trouble.engines', name);
const calling = unit(`${ABCP}/abcp-client.service`);
const sending = unit(`${ABCP}/abcp-channel.service`);

/** What is pushed to a shop's ABCP, and what is read there. */
export const ABCP_RULES: Mutant[] = [
  {
    rule: 'ABCP is asked for an order before it is made there',
    file: CHANNEL,
    find: 'if (found.order) return this.change(pushed, found, found.order, endsAt);',
    replace: 'if (found.order && endsAt < 0) return this.change(pushed, found, found.order, endsAt);',
    killedBy: answered('exactly once where ABCP answers 500 after'),
  },
  {
    rule: 'ABCP confirms an order only by its key',
    file: CLIENT,
    find: '({ internalNumber: there }) => there === internalNumber',
    replace: '({ internalNumber: there }) => there !== ""',
    killedBy: calling,
  },
  {
    rule: 'ABCP keeps an order that has another number of the marketplace',
    file: CHANNEL,
    find: "number === '' || number === order.externalId",
    replace: 'number !== order.key',
    killedBy: troubled('another number under the same key'),
  },
  {
    rule: 'ABCP is asked again after an unclear answer',
    file: CALLED,
    find: "return { ...outcome, class: 'retry', isOutage: true, mayBeItsOwn: true };",
    replace: "return { ...outcome, class: 'rejected' };",
    killedBy: calling,
  },
  {
    rule: 'ABCP is not written to beyond a claim',
    file: 'outbox/send-time.ts',
    find: 'return left < SHORTEST_CALL_MS ? undefined : Math.min(left, longestMs);',
    replace: 'return Math.min(Math.max(left, SHORTEST_CALL_MS), longestMs);',
    killedBy: sending,
  },
  {
    rule: 'ABCP is sent one message at a time',
    file: 'outbox/claims.service.ts',
    find: "return !(await tx.manager.existsBy(OutboxMessage, { endpointId, state: 'sending' }));",
    replace: 'return endpointId > 0;',
    killedBy: onServer('exchange-abcp-replicas.server', 'no probe'),
  },
  {
    rule: 'ABCP is given a pause between writes',
    file: PUSHING,
    find: 'await pause(PAUSE_MS);',
    replace: 'void [pause, PAUSE_MS];',
    killedBy: pushing('one write after the other'),
  },
  {
    rule: 'ABCP is not asked on once it refused the sign-in',
    file: ASKING,
    find: "if (answer?.outcome.class !== 'unauthorized') return;",
    replace: "if (answer?.outcome.class !== 'throttled') return;",
    killedBy: following('a refused sign-in pauses asking'),
  },
  {
    rule: 'ABCP is told nothing that can be undone',
    file: PUSHED,
    find: 'if (row.isHeldAt(this.clock.now())) {',
    replace: 'if (row.isHeldAt(exchange.createdAt) && row.id < 0) {',
    killedBy: troubled('while something of it can be undone'),
  },
  {
    rule: 'ABCP is told only what is other than before',
    file: HANDED_OVER,
    find: 'return contentHashOf(exchange, order) !== confirmedHash;',
    replace: 'return contentHashOf(exchange, order) !== null;',
    killedBy: pushing('a status alone is nobody'),
  },
  {
    rule: 'ABCP is told nothing of other regions',
    file: HANDED_OVER,
    find: 'if (!order || !coversRegion(exchange, regionId)) return false;',
    replace: 'if (!order || (regionId < 0 && !coversRegion(exchange, regionId))) return false;',
    killedBy: troubled('orders of other regions'),
  },
  {
    rule: 'ABCP is not told what came of it',
    file: `${EXCHANGES}/hand-over-marker.service.ts`,
    find: 'if (exchange.id === causedBy) await this.follow(',
    replace: 'if (exchange.id === causedBy && known.length < 0) await this.follow(',
    killedBy: following('told to GettZap and not pushed back'),
  },
  {
    rule: 'ABCP is asked by one replica at a time',
    file: `${EXCHANGES}/exchange-follows.service.ts`,
    find: '(leaseUntil IS NULL OR leaseUntil <= :now OR leaseUntil > :afterAnyLease)',
    replace: '(leaseUntil IS NULL OR :now IS NOT NULL OR leaseUntil > :afterAnyLease)',
    killedBy: troubled('whoever asks is let ask'),
  },
  {
    rule: 'what is gone on with while it is being asked is asked once more',
    file: `${EXCHANGES}/exchange-follows.service.ts`,
    find: 'row.nextAt.getTime() !== dueAt.getTime()',
    replace: 'row.nextAt.getTime() < 0',
    killedBy: following('is asked once more at once'),
  },
  {
    rule: 'ABCP is asked once more for what came before a line was known',
    file: PUSHED,
    find: 'if (hasNewLines) await this.follows.recheck(',
    replace: 'if (hasNewLines && !lines) await this.follows.recheck(',
    killedBy: troubled('before we knew that the order is there'),
  },
  {
    rule: 'ABCP’s times that are still to come are not waited for',
    file: FOLLOW,
    find: 'if (seenUntil > beganAt) seenUntil = beganAt;',
    replace: 'void beganAt;',
    killedBy: troubled('a time that is still to come'),
  },
  {
    rule: 'ABCP’s positions that cannot be read are not missing',
    file: `${ABCP}/abcp-order.ts`,
    find: 'if (positions.length < read.length) return undefined;',
    replace: '',
    killedBy: unit(`${ABCP}/abcp-order`),
  },
  {
    rule: 'ABCP’s sign-in is shown to nobody',
    file: CLIENT,
    find: 'const secrets = [hash];',
    replace: 'const secrets = hash ? [] : [""];',
    killedBy: answered('the sign-in masked'),
  },
  {
    rule: 'ABCP’s attempts forget a buyer',
    file: `${EXCHANGES}/push-deliveries.service.ts`,
    find: 'await this.contents.erase(tx, channel, keys, (payload) => payload);',
    replace: 'void [channel, keys];',
    killedBy: following('a forgotten buyer'),
  },
  {
    rule: 'ABCP’s orders wait for no exchange that was deleted',
    file: `${EXCHANGES}/exchanges.service.ts`,
    find: "{ isWaiting: false, pushState: '' }",
    replace: '{ isWaiting: false }',
    killedBy: troubled('lets nothing wait'),
  },
];
