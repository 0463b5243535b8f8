import assert from 'node:assert/strict';
import { windows1251 } from '../../support/hard-cases.js';
import { orderCreated } from '../world/poster.js';
import { accept, orderOf, setStatus, tellOfItem, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import type { World } from '../world/world.js';

const COMMENT = 'Срочно, домофон не работает';
const UTF8 = 'application/json';
const CP1251 = 'application/json; charset=windows-1251';
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

interface Case {
  id: string;
  body: Buffer<ArrayBuffer>;
  contentType: string;
  /** `invalid_json` is answered 400, the others 200. */
  outcome: 'created' | 'needs_attention' | 'invalid_json';
}

const trial: Trial = {
  number: 8,
  name: 'encodings',
  does: 'Bodies come in windows-1251, with byte order marks, bytes that are no UTF-8, lone surrogates and NUL.',
  holds: 'Each becomes the right text, needs attention or is answered 400, never 500; the journal keeps every byte.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  inCi: true,
  async run({ open }) {
    const world = await open();
    await tellOfItem(world, 'В работе', '{{order_item.detail_name}}|{{order_item.comment}}');
    const all = cases();
    for (const each of all) await post(world, each);
    const good = all.filter(({ outcome }) => outcome === 'created');
    for (const { id } of good) await work(world, id);
    await untilDrained(world);
    for (const { id } of good) {
      const texts = world.sandbox.ledger.requests(id).map(({ body }) => (body as { comment: string }).comment);
      assert.ok(texts.includes(`Колодки тормозные|${COMMENT}`), `${id} is told as ${texts.join(', ')}`);
    }
    const counted = (wanted: Case['outcome']) => all.filter(({ outcome }) => outcome === wanted).length;
    return {
      'right text': counted('created'),
      'need attention': counted('needs_attention'),
      'answered 400': counted('invalid_json'),
    };
  },
};
export default trial;

function cases(): Case[] {
  /** Without ё, which the helper for windows-1251 does not know. */
  const textOf = (id: string, comment: string) =>
    JSON.stringify(orderCreated(id, 1, { comment }))
      .replaceAll('ё', 'е')
      .replace('"comment":""', `"comment":"${COMMENT}"`);
  const make = (
    id: string,
    outcome: Case['outcome'],
    toBytes: (text: string) => Buffer<ArrayBuffer>,
    contentType = UTF8,
    comment = COMMENT,
  ): Case => ({ id, outcome, body: toBytes(textOf(id, comment)), contentType });
  const utf8 = (text: string) => Buffer.from(text);
  const withMark = (text: string) => Buffer.concat([BYTE_ORDER_MARK, Buffer.from(text)]);
  /** Bytes in the place of the letter §. */
  const withBytes = (bytes: number[]) => (text: string) => {
    const [before, after] = text.split('§') as [string, string];
    return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
  };
  return [
    make('plain', 'created', utf8),
    make('says utf-8', 'created', utf8, 'application/json; charset=UTF-8'),
    make('windows-1251', 'created', windows1251, CP1251),
    make('byte order mark', 'created', withMark),
    make('windows-1251 that does not say so', 'invalid_json', windows1251),
    make('utf-8 cut in a letter', 'invalid_json', withBytes([0xd0]), UTF8, '§'),
    make('bytes of no letter', 'invalid_json', withBytes([0xff, 0xfe]), UTF8, '§'),
    make('an overlong letter', 'invalid_json', withBytes([0xc0, 0xaf]), UTF8, '§'),
    make('bytes of a surrogate', 'invalid_json', withBytes([0xed, 0xa0, 0xbd]), UTF8, '§'),
    make('beyond the last letter', 'invalid_json', withBytes([0xf4, 0x90, 0x80, 0x80]), UTF8, '§'),
    make('a raw NUL', 'invalid_json', withBytes([0]), UTF8, '§'),
    make('an escaped lone surrogate', 'needs_attention', utf8, UTF8, 'a\ud83d'),
    make('an escaped half the wrong way round', 'needs_attention', utf8, UTF8, '\udd27\ud83d'),
    make('an escaped NUL', 'needs_attention', utf8, UTF8, 'a\u0000b'),
  ];
}

async function post(world: World, { id, body, contentType, outcome }: Case): Promise<void> {
  const isTaken = outcome !== 'invalid_json';
  const answer = await world.poster.postRaw(body, isTaken ? id : undefined, { contentType });
  assert.equal(answer.status, isTaken ? 200 : 400, `${id}: ${answer.body}`);
  const [message] = await world.database.rows('SELECT * FROM gettzap_messages ORDER BY id DESC LIMIT 1');
  assert.equal(message!.outcome, outcome, id);
  assert.equal(message!.content_type, contentType, id);
  assert.deepEqual(Buffer.from(message!.body as Uint8Array), body, `${id}: every byte is kept`);
  if (!isTaken) return;
  const { externalOrderId } = JSON.parse(answer.body) as { externalOrderId: string };
  const order = await world.api.read(`/external-orders/${externalOrderId}`);
  if (outcome === 'needs_attention') {
    assert.deepEqual(
      [order.state, order.problems.map(({ path }: { path: string }) => path)],
      [outcome, ['order.comment']],
    );
  } else assert.deepEqual([order.state, order.comment, order.customer.name], ['new', COMMENT, 'Иванов Петр']);
}

async function work(world: World, externalId: string): Promise<void> {
  const [row] = await world.database.rows('SELECT id FROM external_orders WHERE external_id = ?', [externalId]);
  await accept(world, String(row!.id));
  await setStatus(world, await orderOf(world, String(row!.id)), 'В работе');
}
