import { panelPageOf } from './panel-page.js';

type Subjects = Parameters<typeof panelPageOf>[0];

const nothing = { orderId: null, externalOrderId: null, connectionId: null, channel: null, deliveryId: null };
const pageOf = (kind: Subjects['kind'], subjects: Partial<Subjects>) => panelPageOf({ ...nothing, ...subjects, kind });

describe('the page that a message leads to', () => {
  const ofGettzap = { channel: 'gettzap', connectionId: 2 };

  it.each<[Subjects['kind'], Partial<Subjects>, string]>([
    ['external_order_received', { externalOrderId: 7 }, '/external-orders/7'],
    ['needs_attention', { externalOrderId: 7 }, '/external-orders/7'],
    ['items_in_status', { externalOrderId: 7, orderId: 3 }, '/orders/3'],
    ['cancelled_by_client', { externalOrderId: 7 }, '/external-orders/7'],
    ['cancelled_by_client', { externalOrderId: 7, orderId: 3 }, '/orders/3'],
    ['conflict', { externalOrderId: 7, orderId: 3 }, '/orders/3'],
    ['mentioned', { externalOrderId: 7, orderId: 3 }, '/orders/3'],
    ['assigned', { externalOrderId: 7 }, '/external-orders/7'],
    ['delivery_given_up', { ...ofGettzap, externalOrderId: 7, orderId: 3, deliveryId: 9 }, '/orders/3'],
    ['delivery_given_up', { ...ofGettzap, externalOrderId: 7, deliveryId: 9 }, '/external-orders/7'],
    ['delivery_given_up', { channel: 'webhook', deliveryId: 9 }, '/gettzap-notifications?channel=webhook&id=9'],
    ['delivery_given_up', { channel: 'email', deliveryId: 9 }, '/gettzap-notifications?channel=email&id=9'],
    ['connection_paused', ofGettzap, '/marketplaces/2'],
    ['replaced_link', { connectionId: 2 }, '/marketplaces/2'],
    ['replaced_link', {}, '/marketplaces'],
    ['connection_paused', { channel: 'webhook' }, '/integrations?tab=webhooks'],
    ['connection_paused', { channel: 'abcp' }, '/exchanges'],
    ['breaker_opened', { channel: 'abcp' }, '/exchanges'],
    ['connection_paused', { channel: 'parts_soft' }, '/exchanges'],
    ['connection_paused', { channel: 'email' }, '/system?topic=email'],
    ['breaker_opened', ofGettzap, '/gettzap-notifications?connectionId=2'],
    ['breaker_closed', ofGettzap, '/gettzap-notifications?connectionId=2'],
    ['breaker_closed', { channel: 'webhook' }, '/integrations?tab=webhooks'],
  ])('of %s about %j is %s', (kind, subjects, page) => expect(pageOf(kind, subjects)).toBe(page));
});
