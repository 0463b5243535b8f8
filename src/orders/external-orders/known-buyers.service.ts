import { Injectable } from '@nestjs/common';
import { type EntityManager, In, Not } from 'typeorm';
import { phoneBeginnings } from '../orders/searched-text.js';
import { ExternalOrder } from './external-order.entity.js';

const FEWEST_DIGITS = 10;

/** Knows buyers by their phone number, however it is written. */
@Injectable()
export class KnownBuyers {
  /** Whether another order of the same number was accepted. */
  async isKnown(manager: EntityManager, { id, customerPhone }: ExternalOrder): Promise<boolean> {
    const numbers = phoneBeginnings(customerPhone);
    if (!numbers.some(({ length }) => length >= FEWEST_DIGITS)) return false;
    const state = In(['accepted', 'partially_accepted'] as const);
    return manager.existsBy(ExternalOrder, { customerPhoneDigits: In(numbers), state, id: Not(id) });
  }
}
