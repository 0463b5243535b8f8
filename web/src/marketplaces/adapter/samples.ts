/** What a message looks like in the usual format. */
export const INBOUND_SAMPLE = JSON.stringify(
  {
    event: 'order.created',
    order: {
      id: 'GZ-100013',
      created_at: '2026-11-24T09:15:00+03:00',
      comment: 'Позвоните перед отправкой',
      customer: { name: 'Иванов Пётр', phone: '+7 900 000-00-00', email: 'p@example.com' },
      delivery: { type: 'pickup', address: '' },
      positions: [
        {
          id: '1',
          brand: 'BOSCH',
          number: '0 986 494 019',
          name: 'Колодки тормозные',
          quantity: 2,
          price: '3450.00',
          delivery_days: 1,
          comment: '',
        },
      ],
    },
  },
  null,
  2,
);

/** What an outgoing expression is given. */
export const OUTBOUND_SAMPLE = JSON.stringify(
  {
    kind: 'position_accepted',
    externalId: 'GZ-100013',
    positionId: '1',
    orderId: '17',
    status: 'accepted',
    comment: 'Заказ №17 принят',
    occurredAt: '2026-11-24T06:15:00.123Z',
    quantity: 1,
    idempotencyKey: '8f6c2f8e-0000-4000-8000-000000000000',
  },
  null,
  2,
);
