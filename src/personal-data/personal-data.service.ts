import { Injectable, Logger } from '@nestjs/common';
import { BuyerData } from '../external-orders/buyer-data.service.js';
import { MessageBodies } from '../gettzap/message-bodies.service.js';
import { ConflictError, InvalidInputError } from '../shared/errors.js';
import { mentionOf } from './buyer.js';
import { DeletePersonalData, PersonalDataView } from './personal-data.dto.js';

/** A slip (an empty-looking name, a shared phone) must not empty the whole database. */
const MAX_ORDERS = 1_000;
const PAUSE_MS = 250;
/** Above the longest send. */
const WAIT_MS = 16_000;

interface Match {
  externalOrderIds: number[];
  /** Of the journal, without an external order. */
  messageIds: number[];
}

/** Forgets a buyer who asks for it. */
@Injectable()
export class PersonalData {
  private readonly logger = new Logger(PersonalData.name);

  constructor(
    private readonly buyerData: BuyerData,
    private readonly messages: MessageBodies,
  ) {}

  /**
   * @param actor name of the user
   * @throws InvalidInputError naming unknown orders, or when nothing is given; ConflictError `too_many_matches`
   */
  async delete(input: DeletePersonalData, actor: string): Promise<PersonalDataView> {
    const { externalOrderIds: ids, messageIds } = await this.match(input);
    const orders = await this.buyerData.find(ids);
    const dryRun = input.dryRun ?? false;
    const incomplete = dryRun ? [] : await this.erase(ids, messageIds, actor);
    return {
      dryRun,
      externalOrders: orders.map(({ id, externalId, createdAt, customerName, customerPhone, customerEmail }) => ({
        id: String(id),
        externalId,
        receivedAt: createdAt.toISOString(),
        ...(dryRun && { customer: { name: customerName, phone: customerPhone, email: customerEmail } }),
      })),
      messages: messageIds.length,
      incomplete: incomplete.map(String),
    };
  }

  private async match({ phone, email, name, externalOrderIds }: DeletePersonalData): Promise<Match> {
    const named = await this.checkNamed(externalOrderIds?.map(Number) ?? []);
    const isDescribed = Boolean(phone || email || name);
    if (!isDescribed && named.length === 0) {
      throw InvalidInputError.of('phone', 'or email, name or externalOrderIds must be given');
    }
    if (!isDescribed) return { externalOrderIds: named, messageIds: [] };
    const mentions = mentionOf({ phone, email, name });
    const found = await this.messages.search(mentions);
    const ids = new Set([...named, ...(await this.buyerData.search(mentions))]);
    const messageIds: number[] = [];
    for (const { id, externalOrderId } of found) {
      if (externalOrderId === null) messageIds.push(id);
      else ids.add(externalOrderId);
    }
    if (ids.size > MAX_ORDERS) {
      throw new ConflictError('too_many_matches', `${ids.size} external orders match: describe the buyer closer.`);
    }
    return { externalOrderIds: [...ids].sort((a, b) => a - b), messageIds };
  }

  private async checkNamed(ids: number[]): Promise<number[]> {
    const known = new Set((await this.buyerData.find(ids)).map(({ id }) => id));
    const errors = ids.flatMap((id, index) =>
      known.has(id) ? [] : [{ path: `externalOrderIds[${index}]`, message: 'there is no such external order' }],
    );
    if (errors.length > 0) throw new InvalidInputError(errors);
    return [...known];
  }

  /** A message that was claimed before its text was erased is written down after it: so twice. */
  private async erase(ids: number[], messageIds: number[], actor: string): Promise<number[]> {
    if (messageIds.length > 0) await this.messages.forget(messageIds);
    const giveUpAt = performance.now() + WAIT_MS;
    const missed = await this.eachUntil(giveUpAt, ids, (id) => this.buyerData.erase(id, actor));
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const done = ids.filter((id) => !missed.includes(id));
    const late = await this.eachUntil(giveUpAt, done, (id) => this.buyerData.eraseLateArrivals(id));
    this.logger.log(`Personal data of ${done.length} external orders were deleted.`);
    return [...missed, ...late];
  }

  /** @returns the ids for which something was being sent all the time */
  private async eachUntil(giveUpAt: number, ids: number[], work: (id: number) => Promise<void>): Promise<number[]> {
    let waiting = ids;
    for (;;) {
      const busy: number[] = [];
      for (const id of waiting) if (!(await isDone(work(id)))) busy.push(id);
      if (busy.length === 0 || performance.now() > giveUpAt) return busy;
      waiting = busy;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

async function isDone(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof ConflictError && error.code === 'being_sent') return false;
    throw error;
  }
}
