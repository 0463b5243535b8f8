import { inflateRawSync } from 'node:zlib';
import { Books } from './books.js';
import type { ReadDocument } from './document-reader.js';
import { WELL_BEHAVED } from './misbehaviour.js';
import { OneC } from './one-c.js';
import { packed, writeStatusFile, zipBomb, type FileForm } from './status-file.js';
import { childOf, childrenOf, decodeXml, readXml, textOf, type Element } from './xml.js';

const NOW = new Date('2026-11-24T06:15:00Z');
const FORM: FileForm = { encoding: 'utf-8', schemaVersion: '2.05', keepsLineRequisites: false };

const ORDER: ReadDocument = {
  id: 'k1',
  number: 'GZ-1',
  buyer: 'Иван <Ко> ☺',
  total: 2_469_000,
  cancelled: false,
  siteStatus: { id: '7', name: 'Принят' },
  lines: [
    { key: 'p1', number: 'A1', name: 'TRW A1 Колодки', quantity: 4, price: 617_250, requisites: [['Позиция', '1']] },
    { key: 'p2', number: 'B2', name: 'Масло', quantity: 1, price: 10.5, requisites: [['Позиция', '2']] },
  ],
  xml: '<Документ/>',
};

function oneC(): OneC {
  const program = new OneC(new Books());
  program.books.save([ORDER]);
  return program;
}

function written(program: OneC, form: Partial<FileForm> = {}, troubles: Partial<typeof WELL_BEHAVED> = {}): Buffer {
  return writeStatusFile(program.books.all(), { ...FORM, ...form }, { ...WELL_BEHAVED, ...troubles }, NOW);
}

const documentIn = (bytes: Buffer): Element => childOf(readXml(decodeXml(bytes)), 'Документ')!;

const requisites = (element: Element): Record<string, string> =>
  Object.fromEntries(
    childrenOf(childOf(element, 'ЗначенияРеквизитов'), 'ЗначениеРеквизита').map((each) => [
      textOf(each, 'Наименование'),
      textOf(each, 'Значение'),
    ]),
  );

const quantities = (element: Element): [string, string][] =>
  childrenOf(childOf(element, 'Товары'), 'Товар').map((line) => [textOf(line, 'Артикул'), textOf(line, 'Количество')]);

describe('file that 1C sends back', () => {
  it.each(['utf-8', 'windows-1251'] as const)('keeps every sign in %s', (encoding) => {
    const document = documentIn(written(oneC(), { encoding }));
    expect(textOf(childOf(childOf(document, 'Контрагенты'), 'Контрагент'), 'Наименование')).toBe('Иван <Ко> ☺');
    expect([textOf(document, 'Ид'), textOf(document, 'Номер')]).toEqual(['k1', 'GZ-1']);
    expect(textOf(document, 'Сумма')).toBe('2\u00a0469\u00a0010.50');
  });

  it('is of the version that is set', () => {
    expect(readXml(decodeXml(written(oneC())))).toMatchObject({ namespace: '', attributes: { ВерсияСхемы: '2.05' } });
    expect(readXml(decodeXml(written(oneC(), { schemaVersion: '2.10' })))).toMatchObject({
      namespace: 'urn:1C.ru:commerceml_210',
      attributes: { ВерсияСхемы: '2.10' },
    });
  });

  it('says what was changed in 1C', () => {
    const program = oneC();
    expect(requisites(documentIn(written(program)))).not.toHaveProperty('Статус заказа');
    program.setStatus('k1', 'К отгрузке');
    program.setQuantity('k1', 'A1', 3);
    program.removeLine('k1', 2);
    const document = documentIn(written(program));
    expect(quantities(document)).toEqual([['A1', '3.000']]);
    expect(requisites(document)).toMatchObject({
      'Номер по 1С': 'ЗК-000001',
      'Статус заказа': 'К отгрузке',
      Отменен: 'false',
      ПометкаУдаления: 'false',
      Проведен: 'true',
      'Дата оплаты по 1С': 'T',
    });
    program.cancel('k1');
    program.markForDeletion('k1');
    expect(requisites(documentIn(written(program)))).toMatchObject({
      Отменен: 'true',
      ПометкаУдаления: 'true',
      Проведен: 'false',
    });
  });

  it('has a document of its own for each shipment', () => {
    const program = oneC();
    program.ship('k1', [{ line: 'p1', quantity: 2 }]);
    expect(requisites(documentIn(written(program)))['Отгружен']).toBe('false');
    program.ship('k1', [
      { line: 1, quantity: 2 },
      { line: 2, quantity: 1 },
    ]);
    const document = documentIn(written(program));
    const shipments = childrenOf(childOf(document, 'ПодчиненныеДокументы'), 'ПодчиненныйДокумент');
    expect(shipments.map(quantities)).toEqual([
      [['A1', '2.000']],
      [
        ['A1', '2.000'],
        ['B2', '1.000'],
      ],
    ]);
    expect(shipments.map((each) => [textOf(each, 'ХозОперация'), textOf(each, 'Номер')])).toEqual([
      ['Отпуск товара', 'РТ-000001-1'],
      ['Отпуск товара', 'РТ-000001-2'],
    ]);
    expect(new Set(shipments.map((each) => textOf(each, 'Ид'))).size).toBe(2);
    expect(requisites(document)['Отгружен']).toBe('true');
  });

  it('forgets requisites of lines unless told otherwise', () => {
    const lineOf = (bytes: Buffer): Element => childOf(childOf(documentIn(bytes), 'Товары'), 'Товар')!;
    expect(requisites(lineOf(written(oneC())))).toEqual({});
    expect(requisites(lineOf(written(oneC(), { keepsLineRequisites: true })))).toEqual({ Позиция: '1' });
  });

  it('refuses a line that is not there, or is there twice', () => {
    const program = new OneC();
    program.books.save([{ ...ORDER, lines: [ORDER.lines[0]!, ORDER.lines[0]!] }]);
    expect(() => program.setQuantity('k1', 'Z9', 1)).toThrow('нет');
    expect(() => program.setQuantity('k1', 3, 1)).toThrow('нет');
    expect(() => program.setQuantity('k1', 'A1', 1)).toThrow('несколько');
    expect(() => program.setStatus('k2', 'Закрыт')).toThrow('Документа k2 в 1С нет');
    program.setQuantity('k1', 2, 1);
    expect(program.books.find('k1').lines.map(({ quantity }) => quantity)).toEqual([4, 1]);
  });

  it('can misbehave', () => {
    expect(() => decodeXml(written(oneC(), {}, { otherEncoding: true }))).toThrow('Байты не в кодировке');
    const wrong1251 = written(oneC(), { encoding: 'windows-1251' }, { otherEncoding: true });
    expect(wrong1251.toString('utf8')).toContain('encoding="windows-1251"');
    expect(wrong1251.toString('utf8')).toContain('Документ');
    expect(() => readXml(decodeXml(written(oneC(), {}, { withDoctype: true })))).toThrow('DOCTYPE');
    const entities = decodeXml(written(oneC(), {}, { withEntities: true }));
    expect(entities).toMatch(/<!DOCTYPE[^]+<!ENTITY[^]+&long;/);
    const foreign = readXml(decodeXml(written(oneC(), {}, { foreignOrders: true })));
    expect(childrenOf(foreign, 'Документ').map((each) => textOf(each, 'Ид'))).toEqual(['k1', 'INET-771', 'INET-772']);
    const unknown = documentIn(written(oneC(), {}, { unknownStatus: true }));
    expect(requisites(unknown)['Статус заказа']).toBe('Ждёт звонка завскладом');
    const echo = documentIn(written(oneC(), {}, { echoStatus: true }));
    expect(requisites(echo)).toMatchObject({ 'Статус заказа': '[7] Принят', 'Статуса заказа ИД': '7' });
  });

  it('is packed alone', async () => {
    const bytes = written(oneC());
    const zip = await packed(bytes, 'documents.xml');
    expect(zip.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    const nameLength = zip.readUInt16LE(26);
    const start = 30 + nameLength + zip.readUInt16LE(28);
    expect(zip.subarray(30, 30 + nameLength).toString()).toBe('documents.xml');
    expect(inflateRawSync(zip.subarray(start)).equals(bytes)).toBe(true);
  });

  it('can be small and unpack into 200 MB', async () => {
    const bomb = await zipBomb('documents.xml');
    expect(bomb.length).toBeLessThan(1024 * 1024);
    // Its directory, at the end, says what it unpacks into.
    expect(bomb.readUInt32LE(bomb.lastIndexOf('PK\u0001\u0002', undefined, 'latin1') + 24)).toBeGreaterThan(
      200 * 1024 * 1024,
    );
  });
});
