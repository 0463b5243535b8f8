import { ApiProperty } from '@nestjs/swagger';
import type { ErrorParams } from '../../platform/error-texts.js';
import { ErrorParamsProperty } from '../../platform/field-error.dto.js';

export const HAND_OVER_STATES = ['waiting', 'sent', 'confirmed', 'failed'] as const;
export type HandOverState = (typeof HAND_OVER_STATES)[number];

/** An order at one of the shop's own systems. */
export class OrderHandOverView {
  id: string;
  exchangeId: string;
  exchangeName: string;
  orderId: string;
  /** The order's id at the marketplace. */
  externalId: string;
  /** By which the other side recognises it. */
  key: string;
  /** How often it was handed over with another content; 0 = not yet. */
  revision: number;
  /** `sent`: it was handed out, and the other side has not confirmed it yet. */
  @ApiProperty({ enum: HAND_OVER_STATES })
  state: HandOverState;
  /** What it is called over there; "" = not known. */
  number: string;
  /** Why the other side did not take it; "" = it did, or was not asked yet. */
  error: string;
  /** Stable name of it where the service says so itself; "" = the other side's words, or none. */
  errorCode: string;
  @ErrorParamsProperty()
  errorParams: ErrorParams;
  createdAt: string;
  confirmedAt: string | null;
  /** The status that came back last, as it is called there; "" = none. */
  returnedStatus: string;
}
