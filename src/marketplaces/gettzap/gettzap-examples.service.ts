import { Injectable, OnModuleInit } from '@nestjs/common';
import { AdapterExamples, ExampleSource } from '../connections/adapter-settings.service.js';
import { readBody, RefusedBody } from './body-reader.js';
import { GettzapMessagesService } from './gettzap-messages.service.js';
import type { OutgoingMessage } from './gettzap-request.js';
import { jsonForExpression } from './exact-json.js';

/** Stands for a status to be told where none was chosen. */
export const EXAMPLE_STATUS: OutgoingMessage = {
  kind: 'item_status',
  externalId: 'GZ-100013',
  positionId: '1',
  orderId: '1024',
  status: 'in_work',
  comment: 'Заказ №1024 в работе',
  occurredAt: '2026-11-24T06:15:00.123Z',
  quantity: null,
  idempotencyKey: '00000000-0000-4000-8000-000000000000',
};

/** An order as the contract writes it. */
const EXAMPLE_ORDER = {
  event: 'order.created',
  order: {
    id: 'GZ-100013',
    created_at: '2026-11-24T09:15:00+03:00',
    comment: 'Позвоните перед отправкой',
    customer: { name: 'Иванов Пётр', phone: '+7 900 000-00-00', email: 'p@example.com' },
    delivery: { type: 'pickup', address: '' },
    positions: [
      { id: '1', brand: 'BOSCH', number: '0 986 494 019', name: 'Колодки тормозные', quantity: 2, price: '3450.00' },
    ],
  },
};

/** What the expressions of a connection to GettZap are tried on before they are saved. */
@Injectable()
export class GettzapExamples implements ExampleSource, OnModuleInit {
  constructor(
    private readonly examples: AdapterExamples,
    private readonly messages: GettzapMessagesService,
  ) {}

  onModuleInit(): void {
    this.examples.register(this);
  }

  /** The contract's order, and what came in last. */
  async inbound(connectionId: number | undefined): Promise<string[]> {
    const contract = JSON.stringify(EXAMPLE_ORDER);
    const latest = connectionId === undefined ? null : await this.messages.latestWithBody(connectionId);
    if (!latest) return [contract];
    const read = await readBody({ ...latest, body: Buffer.from(latest.body) });
    return read instanceof RefusedBody || read.problem ? [contract] : [contract, jsonForExpression(read.tree)];
  }

  outbound(): string[] {
    return [EXAMPLE_STATUS, { ...EXAMPLE_STATUS, kind: 'order_status', positionId: null }].map((each) =>
      JSON.stringify(each),
    );
  }
}
