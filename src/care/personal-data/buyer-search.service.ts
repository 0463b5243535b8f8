import { Injectable } from '@nestjs/common';
import { BuyerData, SearchedOrders } from '../../orders/external-orders/buyer-data.service.js';
import { MessageBodies, SearchedMessages } from '../../marketplaces/gettzap/message-bodies.service.js';
import { foldedText } from '../../platform/folded-text.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import { BuyerSearchView, SearchBuyer, SHORTEST_NAME } from './personal-data.dto.js';

/** What a call looks through, about: some hundreds of milliseconds of work. */
const BYTES_A_CALL = 4_194_304;
/** Percent of the way: the orders are little beside the journal. */
const ORDERS_SHARE = 10;

interface Step {
  externalOrderIds: number[];
  messageIds: number[];
  bytes: number;
  next: string | null;
  /** Percent. */
  progress: number;
}

/** Looks for a buyer in all that is kept, by calls that each do a bounded part of it: first the orders, then the journal. */
@Injectable()
export class BuyerSearch {
  constructor(
    private readonly buyerData: BuyerData,
    private readonly messages: MessageBodies,
  ) {}

  /** @throws InvalidInputError when nothing is given to search by, or nothing that is seen */
  async search({ phone, email, name, after = 'orders:0' }: SearchBuyer): Promise<BuyerSearchView> {
    if (!phone && !email && !name) throw InvalidInputError.of('phone', errorDetail('search_needs'));
    requireSeen({ email, name });
    const mentions = mentionOf({ phone, email, name });
    const orderIds = new Set<number>();
    const messageIds: number[] = [];
    let step: Step;
    let [next, left] = [after as string | null, BYTES_A_CALL];
    do {
      step = await this.step(next!, mentions, left);
      for (const id of step.externalOrderIds) orderIds.add(id);
      messageIds.push(...step.messageIds);
      left -= step.bytes;
      next = step.next;
    } while (next !== null && left > 0);
    const orders = await this.buyerData.find([...orderIds]);
    return {
      externalOrders: orders.map(({ id, externalId, createdAt, customerName, customerPhone, customerEmail }) => ({
        id: String(id),
        externalId,
        receivedAt: createdAt.toISOString(),
        customer: { name: customerName, phone: customerPhone, email: customerEmail },
      })),
      messageIds: messageIds.map(String),
      progress: step.progress,
      next,
    };
  }

  private async step(from: string, mentions: (text: string) => boolean, maxBytes: number): Promise<Step> {
    const [place, ...numbers] = from.split(':');
    const [first = 0, second = 0] = numbers.map(Number);
    if (place === 'orders') return afterOrders(await this.buyerData.search(mentions, first));
    return afterMessages(await this.messages.search(mentions, { at: new Date(first), id: second }, maxBytes));
  }
}

function afterOrders({ found, bytes, lastId, share }: SearchedOrders): Step {
  const next = lastId === null ? 'messages:0:0' : `orders:${lastId}`;
  return { externalOrderIds: found, messageIds: [], bytes, next, progress: Math.floor(share * ORDERS_SHARE) };
}

function afterMessages({ found, bytes, last, share }: SearchedMessages): Step {
  return {
    externalOrderIds: found.flatMap(({ externalOrderId }) => (externalOrderId === null ? [] : [externalOrderId])),
    messageIds: found.flatMap(({ id, externalOrderId }) => (externalOrderId === null ? [id] : [])),
    bytes,
    next: last === null ? null : `messages:${last.at.getTime()}:${last.id}`,
    progress: ORDERS_SHARE + Math.floor(share * (100 - ORDERS_SHARE)),
  };
}

/** What folds to next to nothing is found in every text, and what is found is erased next. */
function requireSeen({ email, name }: Buyer): void {
  if (name && foldedText(name).length < SHORTEST_NAME) {
    throw InvalidInputError.of('name', errorDetail('too_short', { min: SHORTEST_NAME }));
  }
  if (email?.split('@').some((part) => foldedText(part) === '')) {
    throw InvalidInputError.of('email', errorDetail('email'));
  }
}

export interface Buyer {
  phone?: string | undefined;
  email?: string | undefined;
  name?: string | undefined;
}

/** Digits of a phone number that count: the code of the country is written in several ways, or left out. */
const PHONE_DIGITS = 10;
/** A run of digits as people write a phone number. */
const PHONE_LIKE = /\d(?:[\s().\u2010-\u2015-]{0,3}\d){5,}/g;

/**
 * @returns whether a text names the buyer by any of what is known: the phone number however it is written, the e-mail address
 * and the name in any case, each as a whole
 */
export function mentionOf({ phone, email, name }: Buyer): (text: string) => boolean {
  const tests: Array<(text: string) => boolean> = [];
  if (phone) {
    const wanted = digitsOf(phone).slice(-PHONE_DIGITS);
    tests.push((text) => (text.match(PHONE_LIKE) ?? []).some((run) => digitsOf(run).includes(wanted)));
  }
  for (const known of [email, name]) {
    if (!known) continue;
    const words = foldedText(known).split(' ').map(escaped).join('\\s+');
    const whole = new RegExp(`(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])`, 'u');
    tests.push((text) => whole.test(foldedText(text)));
  }
  return (text) => tests.some((test) => test(text));
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
