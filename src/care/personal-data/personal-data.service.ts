import { Injectable, Logger } from '@nestjs/common';
import { idsOf } from '../../platform/collections.js';
import { BuyerData } from '../../orders/external-orders/buyer-data.service.js';
import { MessageBodies } from '../../marketplaces/gettzap/message-bodies.service.js';
import { ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { ConflictError, InvalidInputError } from '../../platform/errors.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { DeletePersonalData, PersonalDataView } from './personal-data.dto.js';

const PAUSE_MS = 250;
/** Above the longest send, and well below the minute after which proxies give up. */
const WAIT_MS = 16_000;

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
   * @throws InvalidInputError naming unknown orders and messages, or when nothing is given
   */
  async delete(input: DeletePersonalData, actor: string): Promise<PersonalDataView> {
    const { externalOrderIds = [], messageIds = [] } = input;
    if (externalOrderIds.length + messageIds.length === 0) {
      throw InvalidInputError.of('externalOrderIds', errorDetail('nothing_chosen'));
    }
    const orders = await this.buyerData.find(externalOrderIds.map(Number));
    const messages = await this.messages.known(messageIds.map(Number));
    const errors = [
      ...missing('externalOrderIds', externalOrderIds, orders, errorDetail('no_such_external_order')),
      ...missing('messageIds', messageIds, messages, errorDetail('no_such_message')),
    ];
    if (errors.length > 0) throw new InvalidInputError(errors);
    const ids = idsOf(orders);
    if (messages.length > 0) await this.messages.forget(idsOf(messages));
    const incomplete = await this.erase(ids, actor);
    this.logger.log(`Personal data of ${ids.length - incomplete.length} external orders were deleted.`);
    return {
      externalOrders: orders.map(({ id, externalId, createdAt }) => ({
        id: String(id),
        externalId,
        receivedAt: createdAt.toISOString(),
      })),
      messages: messages.length,
      incomplete: incomplete.map(String),
    };
  }

  /**
   * A message that was claimed before its text was erased is written down after it: so twice.
   * @returns the ids that are to be erased again
   */
  private async erase(ids: number[], actor: string): Promise<number[]> {
    const giveUpAt = performance.now() + WAIT_MS;
    const missed = await this.eachUntil(giveUpAt, ids, (id) => this.buyerData.erase(id, actor));
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const done = ids.filter((id) => !missed.includes(id));
    const late = await this.eachUntil(giveUpAt, done, (id) => this.buyerData.eraseLateArrivals(id));
    return [...missed, ...late];
  }

  /** @returns the ids for which something was being sent all the time, the time did not suffice, or the work failed */
  private async eachUntil(giveUpAt: number, ids: number[], work: (id: number) => Promise<void>): Promise<number[]> {
    const failed: number[] = [];
    let waiting = ids;
    for (;;) {
      const busy: number[] = [];
      for (const id of waiting) {
        const outcome = performance.now() > giveUpAt ? 'busy' : await this.outcomeOf(id, work);
        if (outcome === 'busy') busy.push(id);
        if (outcome === 'failed') failed.push(id);
      }
      if (busy.length === 0 || performance.now() > giveUpAt) return [...failed, ...busy];
      waiting = busy;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /** One that fails takes neither the others nor the answer about them with it. */
  private async outcomeOf(id: number, work: (id: number) => Promise<void>): Promise<'done' | 'busy' | 'failed'> {
    try {
      await work(id);
      return 'done';
    } catch (error) {
      if (error instanceof ConflictError && error.code === 'being_sent') return 'busy';
      const why = (error as Error).message;
      this.logger.error({ err: error }, `Deleting the personal data of external order ${id} failed: ${why}`);
      return 'failed';
    }
  }
}

function missing(field: string, ids: string[], found: Array<{ id: number }>, detail: ErrorDetail): FieldError[] {
  const known = new Set(found.map(({ id }) => String(id)));
  return ids.flatMap((id, index) => (known.has(id) ? [] : [{ path: `${field}[${index}]`, ...detail }]));
}
