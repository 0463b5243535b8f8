import { embedded, Mutant, unit } from './mutant.js';

const SEARCHED = 'orders/orders/searched-text.ts';
const MENTIONS = 'orders/external-orders/mentions.ts';
const CLAIMS = 'orders/external-orders/claims.service.ts';
const TEAMWORK = 'orders/external-orders/teamwork.service.ts';

const together = (name: string) => embedded('teamwork.engines', name);
const searching = (name?: string) => embedded('searching.engines', name);

/** Notes, who looks after an order, what the buyer changed, and what is found. */
export const TEAMWORK_RULES: Mutant[] = [
  {
    rule: 'nobody writes a note in a region that they do not see',
    file: TEAMWORK,
    find: 'const order = visibleTo(actor, await this.store.lock(tx, id), `External order ${id}`);\n      const note',
    replace: 'const order = (await this.store.lock(tx, id))!;\n      const note',
    killedBy: together('a note is not for an observer'),
  },
  {
    rule: 'nobody gets a message about their own note',
    file: TEAMWORK,
    find: '.filter((user) => user.id !== actor.userId)',
    replace: '',
    killedBy: together('a note sends a colleague'),
  },
  {
    rule: 'a name that two share speaks to neither',
    file: MENTIONS,
    find: 'return those.length === 1 ? [those[0]!.id] : [];',
    replace: 'return those.map(({ id }) => id);',
    killedBy: unit('orders/external-orders/mentions'),
  },
  {
    rule: 'an e-mail address speaks to nobody',
    file: MENTIONS,
    find: '/(?<![\\p{L}\\p{N}._+-])@/gu',
    replace: '/@/gu',
    killedBy: unit('orders/external-orders/mentions'),
  },
  {
    rule: 'notes go with the data of the buyer',
    file: 'orders/external-orders/buyer-data.service.ts',
    find: 'await tx.manager.delete(ExternalOrderNote, { externalOrderId: id });',
    replace: 'void ExternalOrderNote;',
    killedBy: together('leave nothing about a buyer'),
  },
  {
    rule: 'an order is given only to who may work on it',
    file: TEAMWORK,
    find: 'if (userId !== null && !assignee) throw',
    replace: 'if (userId === 0) throw',
    killedBy: together('an active user who sees the region'),
  },
  {
    rule: 'who takes an order gets no message of it',
    file: TEAMWORK,
    find: 'userId !== null && userId !== actor.userId;',
    replace: 'userId !== null;',
    killedBy: together('not to who takes it'),
  },
  {
    rule: 'the first keeps the claim',
    file: CLAIMS,
    find: 'if (isHeld && order.claimedById !== claimedById) return;',
    replace: '',
    killedBy: together('stays with the first'),
  },
  {
    rule: 'nobody releases another one’s claim',
    file: CLAIMS,
    find: 'if (order.claimedById !== userId) return;',
    replace: 'if (!userId) return;',
    killedBy: together('stays with the first'),
  },
  {
    rule: 'a claim lapses',
    file: 'orders/external-orders/claim.dto.ts',
    find: 'now.getTime() - claimRenewedAt!.getTime() < LAPSES_AFTER_MS;',
    replace: 'now >= claimRenewedAt! && LAPSES_AFTER_MS > 0;',
    killedBy: together('after half an hour'),
  },
  {
    rule: 'a change of the buyer that nobody has seen is not said to be seen',
    file: 'orders/external-orders/buyer-changes-seen.service.ts',
    find: 'if (version !== undefined && newest && newest.version !== version) throw new ChangedMeanwhileError();',
    replace: 'void [version, newest, ChangedMeanwhileError];',
    killedBy: embedded('buyer-changes.engines', 'went on changing'),
  },
  {
    rule: 'a cancelled position is not missed',
    file: 'orders/external-orders/content-changes.ts',
    find: "before.state === 'cancelled' ? [] : ",
    replace: '',
    killedBy: unit('orders/external-orders/content-changes'),
  },
  {
    rule: 'an erasure leaves nothing of the buyer in what was changed',
    file: 'orders/external-orders/content-changes.ts',
    find: '^customer\\.|^delivery\\.address$|',
    replace: '^delivery\\.address$|',
    killedBy: unit('orders/external-orders/content-changes'),
  },
  {
    rule: 'ё is found as е',
    file: 'platform/folded-text.ts',
    find: ".replaceAll('ё', 'е')",
    replace: '',
    killedBy: searching(),
  },
  {
    rule: 'each word is found',
    file: SEARCHED,
    find: "words.join(' AND ')",
    replace: "words.join(' OR ')",
    killedBy: searching(),
  },
  {
    rule: 'a part number is found however it is written',
    file: SEARCHED,
    find: '...(bare.length < SHORTEST_BARE ? [] : [bare])',
    replace: '...(bare.length < SHORTEST_BARE ? [] : [])',
    killedBy: searching(),
  },
  {
    rule: 'a phone number is found with 7, 8 or neither',
    file: SEARCHED,
    find: '[...new Set([digits, bare, `7${bare}`, `8${bare}`])]',
    replace: '[...new Set([digits, bare])]',
    killedBy: searching(),
  },
  {
    rule: 'nobody is found by what was deleted of them',
    file: 'orders/external-orders/buyer-data.service.ts',
    find: '{ ...blank, searchedText, problems }',
    replace: '(void searchedText, { ...blank, problems })',
    killedBy: searching('personal data were deleted'),
  },
  {
    rule: 'the text that is searched is bounded',
    file: SEARCHED,
    find: '.subarray(0, MOST_BYTES)',
    replace: '.subarray(0, 2 * MOST_BYTES)',
    killedBy: unit('orders/orders/searched-text'),
  },
];
