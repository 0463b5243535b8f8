import { embedded, Mutant } from './mutant.js';

const OUTBOX = 'outbox/outbox.service.ts';
const REOPENING = 'orders/external-orders/reopening.service.ts';
const STATUSES = 'orders/orders/status-undoing.service.ts';
const UNDO = 'orders/undo/undo.service.ts';

const undoing = (name: string) => embedded('undo.engines', name);
const overtaken = (name: string) => embedded('undo-overtaken.engines', name);
const reopening = (name: string) => embedded('reopening.engines', name);

/** What is held back, what can be taken back, and what has to stay. */
export const UNDO_RULES: Mutant[] = [
  {
    rule: 'nobody is told before a hold is over',
    file: OUTBOX,
    find: 'dueAt: message.hold?.until ?? now,\n          notBefore: message.hold?.until ?? null,',
    replace: 'dueAt: now,\n          notBefore: null,',
    killedBy: undoing('a decision is told only when its hold is over'),
  },
  {
    rule: 'what was undone is told nobody',
    file: UNDO,
    find: 'await tx.publish(new HoldsUndone(holdIds, first.createdAt));',
    replace: 'void [HoldsUndone, holdIds];',
    killedBy: undoing('accepted by a slip'),
  },
  {
    rule: 'what was told is not undone',
    file: OUTBOX,
    find: 'if (messages.some(isBegun)) throw tooLateToUndo();',
    replace: 'void [isBegun, tooLateToUndo];',
    killedBy: undoing('once a person had it told at once'),
  },
  {
    rule: 'nothing is undone after its hold',
    file: UNDO,
    find: 'const open = steps.filter(({ until }) => until > this.clock.now());',
    replace: 'const open = steps;',
    killedBy: undoing('once its hold is over'),
  },
  {
    rule: 'nothing is undone twice',
    file: UNDO,
    find: 'await this.end(tx, open);',
    replace: 'void open;',
    killedBy: undoing('cannot be undone twice'),
  },
  {
    rule: 'of others only administrators and managers of the region undo what was done',
    file: UNDO,
    find: ' || !mayUndo(actor, steps)',
    replace: '',
    killedBy: undoing('is undone by somebody else'),
  },
  {
    rule: 'what was undone is not sent by hand',
    file: 'outbox/outbox-admin.service.ts',
    find: `if (message.reason === UNDONE) throw new ConflictError('undone', 'There is nothing to tell: it was undone.');`,
    replace: 'void UNDONE;',
    killedBy: undoing('is not told by a retry'),
  },
  {
    rule: 'what was undone is not sent with many',
    file: 'outbox/retries.service.ts',
    find: `.andWhere('message.reason <> :undone', { undone: UNDONE })`,
    replace: '.setParameters({ undone: UNDONE })',
    killedBy: undoing('is not told by a retry'),
  },
  {
    rule: 'what the buyer has changed meanwhile is not undone unseen',
    file: REOPENING,
    find: ' || latestContentOf(order) !== content) return false;',
    replace: ') return void content, false;',
    killedBy: undoing('that the buyer has overtaken'),
  },
  {
    rule: 'an order that somebody went on with stays',
    file: 'orders/orders/order-store.service.ts',
    find: 'item.statusId === itemStatusId && item.part === 0',
    replace: 'item.part === 0',
    killedBy: undoing('whose order somebody went on with'),
  },
  {
    rule: 'a status that somebody went on from stays',
    file: STATUSES,
    find: 'item?.statusId === statusId &&\n      (since === undefined || sinceOf(item).toISOString() === since) &&',
    replace: 'item !== undefined &&',
    killedBy: overtaken('left and come into once more'),
  },
  {
    rule: 'a status that somebody left and came back to is not that of before',
    file: STATUSES,
    find: '(since === undefined || sinceOf(item).toISOString() === since) &&',
    replace: '(since === undefined || item !== undefined) &&',
    killedBy: overtaken('left and come into once more'),
  },
  {
    rule: 'a status is not undone over a cancellation',
    file: STATUSES,
    find: '!isCancelled && isAsLeft(',
    replace: '(!isCancelled || true) && isAsLeft(',
    killedBy: overtaken('cancelled that position meanwhile'),
  },
  {
    rule: 'a status of the whole order that a later change reached is not undone unseen',
    file: STATUSES,
    find: 'return after === before && order.statusId === since && (since === null || isLatest);',
    replace: 'return void [before, isLatest], true;',
    killedBy: overtaken('a later change brought it into'),
  },
  {
    rule: 'a whole order that left its status and came back is not as before',
    file: STATUSES,
    find: '(since === null || isLatest)',
    replace: '(since === null || isLatest || true)',
    killedBy: overtaken('of the whole order that it left'),
  },
  {
    rule: 'a decision that was made once more is not that of before',
    file: UNDO,
    find: 'await this.end(tx, doneOver);',
    replace: 'void doneOver;',
    killedBy: overtaken('made once more'),
  },
  {
    rule: 'an order does not come into a status untold by taking an item out',
    file: 'orders/orders/order-store.service.ts',
    find: 'if (left.length > 0 && orderStatusId !== undefined && !isTold) return false;',
    replace: 'void isTold;',
    killedBy: overtaken('the rest of the order would come'),
  },
  {
    rule: 'a refusal of the whole is not told of what is open again',
    file: 'marketplaces/gettzap-notifications/notification-composer.service.ts',
    find: "return kind === 'order_refused' || (",
    replace: 'return (',
    killedBy: reopening('is told of the rest alone'),
  },
  {
    rule: 'undoing many leaves others their turn',
    file: REOPENING,
    find: 'await othersTurn();',
    replace: 'void othersTurn;',
    killedBy: undoing('leaves others their turn'),
  },
  {
    rule: 'only what is refused is reopened',
    file: REOPENING,
    find: "if (!isRefused || chosen.some(({ state }) => state !== 'refused'))",
    replace: 'if (isRefused === null)',
    killedBy: reopening('nothing refused'),
  },
  {
    rule: 'what the client has cancelled is not reopened',
    file: REOPENING,
    find: 'if (order.cancelledByClient)',
    replace: "if (order.state === 'new')",
    killedBy: reopening('of an order that the client has cancelled'),
  },
  {
    rule: 'a position that the client has cancelled since its refusal is not reopened',
    file: REOPENING,
    find: 'const chosen = meant.filter(({ externalId }) => !cancelled.has(externalId));',
    replace: 'const chosen = meant.filter(() => cancelled !== null);',
    killedBy: reopening('of a position that the client has cancelled since'),
  },
  {
    rule: 'managers are not left with a message about what was undone',
    file: 'people/manager-notifications/manager-notifier.service.ts',
    find: 'await tx.manager.delete(ManagerNotification, { id: In(idsOf(messages)) });',
    replace: 'void idsOf;',
    killedBy: embedded('manager-notifications.engines', 'goes with a status that was undone'),
  },
  {
    rule: 'letters to managers wait for the end of a hold',
    file: 'people/manager-notifications/manager-notifier.service.ts',
    find: 'return mailAfter && hold && hold.until > mailAfter ? hold.until : mailAfter;',
    replace: 'return hold ? mailAfter : mailAfter;',
    killedBy: embedded('email.engines', 'waits for the end of a hold'),
  },
];
