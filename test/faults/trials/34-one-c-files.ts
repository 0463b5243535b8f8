import assert from 'node:assert/strict';
import type { OneC } from '../../../sandbox/one-c/one-c.js';
import { packed, writeStatusFile, type FileForm } from '../../../sandbox/one-c/status-file.js';
import { WELL_BEHAVED } from '../../../sandbox/one-c/misbehaviour.js';
import { EXCHANGE_NAME, OneCOffice } from '../world/one-c-office.js';
import { orderCreated } from '../world/poster.js';
import { accept } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

/** The smallest that can be set, so that a file comes in parts. */
const PART = 100_000;
const READING_MS = 600;
const FORM: FileForm = { encoding: 'utf-8', schemaVersion: '2.10', keepsLineRequisites: false };

/** What 1C's people do to every document, and how many changes of items that is for each in all. */
const STEPS: Array<{ does: (oneC: OneC, id: string) => void; changes: number }> = [
  { does: (oneC, id) => oneC.setStatus(id, 'В работе'), changes: 2 },
  { does: (oneC, id) => oneC.ship(id, [{ line: 1, quantity: 1 }]), changes: 3 },
  { does: (oneC, id) => oneC.setStatus(id, 'Выдано'), changes: 6 },
];

const trial: Trial = {
  number: 34,
  name: 'one-c-files',
  does: '1C’s files of statuses and shipments come cut, in a wrong and in the other encoding, packed, again and again, by two sessions at once, with lost answers, after newer ones, and the service is killed while it reads them.',
  holds:
    'Each status and each shipment is carried out once, what cannot be read and what is older than what came before changes nothing, and 1C is not handed back what it said.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  limitMinutes: 10,
  async run({ open, count }) {
    const world = await open({ replicas: 2 });
    const office = await OneCOffice.open(world, { fileLimit: PART });
    await office.map('Отпуск товара', 'Готово к выдаче');
    const names = Array.from({ length: count(150, 60) }, (_, n) => `F-${n}`);
    await inParallel(names, 4, async (name) => {
      await accept(world, await world.poster.postUntilTaken(orderCreated(name, 2)));
    });
    await office.untilQuiet();
    const sender = new Sender(world, office);
    let before = 0;
    for (const { does, changes } of STEPS) {
      for (const { id } of office.books.all()) does(office.places[0]!, id);
      await sender.sendBadly(before);
      before = changes * names.length;
      await sender.sendEveryWay();
      assert.equal(await changesOf(world), before, 'changes by 1C, each once');
      await pause(1_100, world.signal); // files say when they were formed in seconds
    }
    await sender.sendOld();
    assert.equal(await changesOf(world), before, 'an older file changes nothing');
    await office.untilQuiet();
    assert.deepEqual(
      office.books.all().filter(({ revisions }) => revisions !== 1),
      [],
      'nothing is handed back',
    );
    return { orders: names.length, files: sender.files, 'changes by 1C': before };
  },
};
export default trial;

/** Brings files as they are in the books, and counts them. */
class Sender {
  files = 0;
  private readonly old: Buffer[] = [];

  constructor(
    private readonly world: World,
    private readonly office: OneCOffice,
  ) {}

  /** Files that must be refused. @param before changes that there must still be then */
  async sendBadly(before: number): Promise<void> {
    const whole = this.write();
    const zip = await packed(whole, 'documents.xml');
    const cut = (bytes: Buffer) => bytes.subarray(0, 1 + this.world.random.below(bytes.length - 1));
    for (const bytes of [cut(whole), cut(whole), cut(zip), this.write({ otherEncoding: true })]) {
      assert.equal(await this.send(bytes), false, 'it is refused');
    }
    assert.equal(await changesOf(this.world), before, 'what cannot be read changes nothing');
  }

  async sendEveryWay(): Promise<void> {
    const formedAt = new Date(); // one for all: what is older than what came before is refused
    const bytes = this.write({}, {}, formedAt);
    this.old.push(bytes);
    await this.sendKilled(bytes);
    await this.sendKilled(bytes);
    this.place.misbehave({ loseAnswerOf: 'file' });
    await this.send(bytes);
    this.place.behave();
    const otherwise = this.write({}, { encoding: 'windows-1251', schemaVersion: '2.05' }, formedAt);
    const ways = [
      bytes,
      bytes,
      otherwise,
      await packed(bytes, 'documents.xml'),
      await packed(otherwise, 'documents.xml'),
    ];
    for (const way of ways) assert.equal(await this.send(way), true, 'it is taken');
    const both = await Promise.all(this.office.places.map((place) => this.send(bytes, place)));
    assert.deepEqual(both, [true, true], 'both are taken');
  }

  /** Those of before once more, as they were. */
  async sendOld(): Promise<void> {
    for (const bytes of this.old.slice(0, -1)) assert.equal(await this.send(bytes), false, 'an older one is refused');
  }

  private get place(): OneC {
    return this.office.places[0]!;
  }

  private write(troubles: object = {}, form: Partial<FileForm> = {}, formedAt = new Date()): Buffer {
    return writeStatusFile(this.office.books.all(), { ...FORM, ...form }, { ...WELL_BEHAVED, ...troubles }, formedAt);
  }

  private async sendKilled(bytes: Buffer): Promise<void> {
    const sending = this.send(bytes);
    await pause(this.world.random.below(READING_MS), this.world.signal);
    await this.world.replicas[0]!.kill();
    await sending;
    await this.world.replicas[0]!.start();
  }

  /** In a session of its own. @returns whether it was taken */
  private async send(bytes: Buffer, place = this.place): Promise<boolean> {
    const filename = `documents-${++this.files}.${bytes.toString('latin1', 0, 2) === 'PK' ? 'zip' : 'xml'}`;
    const steps = [() => place.checkauth(), () => place.init(), () => place.sendFile(bytes, { filename })];
    for (const step of [...steps, () => place.import(filename)]) {
      if (!this.office.judge(await step()).ok) return false;
    }
    return true;
  }
}

/** How often an item came into a status by 1C, which must be once for each. */
async function changesOf({ database }: World): Promise<number> {
  const rows = await database.rows(
    `SELECT item_id, to_status, COUNT(*) AS count FROM order_history_entries
     WHERE kind = 'item_status' AND actor = ? GROUP BY item_id, to_status`,
    [EXCHANGE_NAME],
  );
  const twice = rows.filter(({ count }) => Number(count) > 1);
  assert.deepEqual(twice.slice(0, 5), [], 'no item came into a status by 1C twice');
  return rows.length;
}
