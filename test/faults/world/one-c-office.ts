import { Books } from '../../../sandbox/one-c/books.js';
import type { ReadDocument } from '../../../sandbox/one-c/document-reader.js';
import { OneC, type ConnectionGiven } from '../../../sandbox/one-c/one-c.js';
import type { Session, Step } from '../../../sandbox/one-c/session.js';
import { eventually } from './waiting.js';
import type { World } from './world.js';

type Form = Partial<ConnectionGiven>;

/** Two computers of a shop may differ in all that the exchange lets them choose. */
const FORMS: Form[] = [
  { schemaVersion: '2.10', encoding: 'windows-1251' },
  { schemaVersion: '2.05', encoding: 'utf-8', zip: true },
];
const BROKEN = 'На сервере произошла ошибка';
const QUIET_WITHIN_MS = 60_000;
/** Stands in the history as who changed what 1C changed. */
export const EXCHANGE_NAME = '1С магазина';

/** One base of documents, exchanged with from two places that are each at a replica of its own, where there are two. */
export class OneCOffice {
  readonly books = new Books();
  /** What the site answered that no fault excuses. */
  readonly mistakes: string[] = [];
  readonly places: OneC[];

  private constructor(
    private readonly world: World,
    readonly exchangeId: string,
  ) {
    const turns = new Turns();
    this.places = FORMS.map(() => new Place(this.books, turns));
  }

  /** Sets an active exchange up. @param settings of 1C's own */
  static async open(world: World, settings: object = {}): Promise<OneCOffice> {
    const { body } = await world.api.post('/exchanges', { kind: 'one_c', name: EXCHANGE_NAME });
    const { id, login, password } = body as { id: string; login: string; password: string };
    world.moreSecrets.push(password, Buffer.from(`${login}:${password}`).toString('base64'));
    const { status } = await world.api.patch(`/exchanges/${id}`, { isActive: true, settings });
    if (status !== 200) throw new Error(`PATCH /exchanges/${id}: ${status}`);
    const office = new OneCOffice(world, id);
    for (const [index, place] of office.places.entries()) {
      const { url } = world.replicas[index % world.replicas.length]!;
      place.connect({ url: `${url}/1c/exchange`, login, password, ...FORMS[index] });
    }
    world.oneC = office;
    return office;
  }

  /** Says what a value of 1C's means, by the name of our status. */
  async map(value: string, statusName: string): Promise<void> {
    const statuses = [{ value, statusId: this.world.statuses[statusName] }];
    const { status } = await this.world.api.call('PUT', `/exchanges/${this.exchangeId}/statuses`, statuses);
    if (status !== 200) throw new Error(`Mapping ${value} was answered ${status}.`);
  }

  /** A whole session; it may fail, but only as a fault excuses. */
  async exchange(place: OneC): Promise<Session> {
    const session = await place.exchange();
    session.steps.forEach((step) => this.judge(step));
    return session;
  }

  /** One query, of which what came is to be saved. */
  async query(place: OneC): Promise<ReadDocument[]> {
    const { documents, ...step } = await place.query();
    this.judge(step);
    return documents;
  }

  /** Writes down what no fault excuses. */
  judge<T extends Step>(step: T): T {
    const { name, status, answer, errors } = step;
    const isExcused = status === null || status === 503 || (answer.startsWith('failure') && !answer.includes(BROKEN));
    if (!isExcused) this.mistakes.push(...errors.map((error) => `${name}: ${error}`));
    return step;
  }

  /** Exchanges, well behaved, until both sides have all there is; then nothing more may come, from either place. */
  async untilQuiet(): Promise<void> {
    const { database, signal } = this.world;
    for (const place of this.places) place.behave();
    await eventually(
      async () => {
        for (const place of this.places) await this.exchangeWell(place);
        const open = await database.rows(
          'SELECT order_id, is_waiting, batch_id FROM exchange_hand_overs WHERE is_waiting = 1 OR batch_id IS NOT NULL',
        );
        if (open.length > 0) throw new Error(`Not confirmed after a session: ${JSON.stringify(open.slice(0, 5))}`);
      },
      QUIET_WITHIN_MS,
      signal,
    );
    for (const place of this.places) {
      const { created, revised, told, steps } = await this.exchangeWell(place);
      const came = [...created, ...revised, ...told];
      if (came.length > 0 || steps.some(({ name }) => name === 'save'))
        throw new Error(`Came once more though all was confirmed: ${came.slice(0, 5).join(', ')}`);
    }
  }

  close(): void {
    for (const place of this.places) place.close();
  }

  private async exchangeWell(place: OneC): Promise<Session> {
    const session = await this.exchange(place);
    if (!session.ok) throw new Error(`A session without a fault failed: ${session.errors.join('; ')}`);
    return session;
  }
}

/** Lets in one after the other. */
class Turns {
  private last: Promise<void> = Promise.resolve();

  /** @returns what ends the turn */
  async take(): Promise<() => void> {
    const before = this.last;
    let end = () => {};
    this.last = new Promise((resolve) => (end = resolve));
    await before;
    return end;
  }
}

/** One base writes down what it asked for first before it asks again: an older answer would overwrite a newer one. */
class Place extends OneC {
  private endTurn = () => {};

  constructor(
    books: Books,
    private readonly turns: Turns,
  ) {
    super(books);
  }

  override async query() {
    this.endTurn();
    this.endTurn = await this.turns.take();
    const asked = await super.query();
    if (asked.documents.length === 0) this.endTurn();
    return asked;
  }

  override save() {
    const saved = super.save();
    this.endTurn();
    return saved;
  }
}
