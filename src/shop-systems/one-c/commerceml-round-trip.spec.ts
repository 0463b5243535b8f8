import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import type { HandedOverOrder, ReturnedDocument } from '../exchanges/handed-over-order.js';
import { decode } from './commerceml-bytes.js';
import { readReturnedDocuments } from './commerceml-reader.js';
import { writeOrders } from './commerceml-writer.js';
import { OneCSettings } from './one-c-settings.js';

function read(bytes: Buffer): ReturnedDocument[] {
  const work = readReturnedDocuments(bytes, { numberPrefix: 'GZ-' });
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

describe('what was written', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 40 });
  const word = fc.stringMatching(/^[А-Яа-яA-Za-z]{2,10}$/);
  const anyLine = fc.record({
    positionId: fc.nat().map(String),
    brand: anyText,
    number: anyText,
    name: anyText,
    quantity: fc.integer({ min: 0, max: 10_000 }),
    priceMinor: fc.integer({ min: 0, max: 100_000_000 }),
    comment: anyText,
  });
  const anyOrder: fc.Arbitrary<HandedOverOrder> = fc.record({
    key: fc.uuid(),
    orderId: fc.constant(1),
    number: fc.nat().map((id) => `GZ-${id + 1}`),
    marketplace: fc.constant('GettZap'),
    externalId: anyText,
    createdAt: fc.date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2040-01-01') }),
    timeZone: fc.constantFrom('Europe/Moscow', 'Asia/Kamchatka'),
    status: fc.option(fc.record({ id: fc.nat().map(String), name: word })),
    changedAt: fc.constant(new Date('2026-11-24T06:15:00Z')),
    isCancelled: fc.boolean(),
    customer: fc.record({ name: anyText, phone: anyText, email: anyText }),
    delivery: fc.record({ type: anyText, address: anyText }),
    comment: anyText,
    lines: fc.array(anyLine, { maxLength: 4 }),
  });
  const anySettings: fc.Arbitrary<OneCSettings> = fc.record({
    ...Object.fromEntries(Object.entries(new OneCSettings()).map(([name, value]) => [name, fc.constant(value)])),
    encoding: fc.constantFrom('utf-8', 'windows-1251'),
    schemaVersion: fc.constantFrom('2.05', '2.08', '2.10', '3.1'),
    vat: fc.constantFrom('Без НДС', '10', '20', '22'),
    refusedPositions: fc.constantFrom('left_out', 'zero'),
  }) as fc.Arbitrary<OneCSettings>;

  /** What XML 1.0 calls a character. */
  const inXml = (text: string) => text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');

  /** Texts of all elements of a name, by a reader of its own. */
  function textsOf(bytes: Buffer, name: string): string[] {
    const texts: string[] = [];
    let text = '';
    const parser = new SaxesParser();
    parser.on('opentag', () => (text = ''));
    parser.on('text', (piece) => (text += piece));
    parser.on('closetag', (tag) => void (tag.name === name && texts.push(text)));
    parser.write(decode(bytes)).close();
    return texts;
  }

  it('is read back in either charset and each schema', () => {
    fc.assert(
      fc.property(fc.array(anyOrder, { maxLength: 3 }), anySettings, (orders, settings) => {
        const bytes = writeOrders(orders, settings, new Date(), 'Europe/Moscow');
        const expected = orders.map(({ key, number, status, isCancelled, lines }) => {
          const told = lines.filter(({ quantity }) => quantity > 0 || settings.refusedPositions === 'zero');
          return {
            formedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
            key,
            number,
            statuses: status ? [status.id, status.name] : [],
            isCancelled,
            numberThere: '',
            lines:
              told.length === 0
                ? undefined
                : told.map((line) => ({
                    key: line.positionId,
                    number: inXml(line.number).trim(),
                    name: inXml([line.brand, line.number, line.name].filter((each) => each !== '').join(' ')).trim(),
                    quantity: line.quantity,
                  })),
            steps: [],
          };
        });
        expect(read(bytes)).toEqual(expected);
      }),
    );
  });

  it('keeps any text to the letter', () => {
    fc.assert(
      fc.property(anyOrder, anySettings, (order, settings) => {
        const bytes = writeOrders([order], settings, new Date(), 'Europe/Moscow');
        expect(textsOf(bytes, 'Комментарий')).toEqual(order.comment === '' ? [] : [inXml(order.comment)]);
      }),
    );
  });
});
