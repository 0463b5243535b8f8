import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import iconv from 'iconv-lite';
import { ZipFile } from 'yazl';
import type { BookDocument, BookLine, Shipment } from './books.js';
import type { Misbehaviour } from './misbehaviour.js';
import { written } from './xml.js';

export const ENCODINGS = ['utf-8', 'windows-1251'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const SCHEMA_VERSIONS = ['2.05', '2.10'] as const;
export type SchemaVersion = (typeof SCHEMA_VERSIONS)[number];

export interface FileForm {
  encoding: Encoding;
  schemaVersion: SchemaVersion;
  /** Real 1C forgets requisites of lines, which it has no place for. */
  keepsLineRequisites: boolean;
}

type FileTroubles = Pick<
  Misbehaviour,
  'otherEncoding' | 'withDoctype' | 'withEntities' | 'foreignOrders' | 'unknownStatus' | 'echoStatus'
>;

const NAMESPACE: Record<SchemaVersion, string> = { '2.05': '', '2.10': ' xmlns="urn:1C.ru:commerceml_210"' };
const UNKNOWN_STATUS = 'Ждёт звонка завскладом';
const BOMB_BYTES = 200 * 1024 * 1024;
const BOMB_PIECE = 1024 * 1024;

/** Writes documents as 1C sends them back to the site. */
export function writeStatusFile(
  documents: BookDocument[],
  form: FileForm,
  troubles: FileTroubles,
  now = new Date(),
): Buffer {
  const { encoding, schemaVersion } = form;
  const root = `КоммерческаяИнформация${NAMESPACE[schemaVersion]} ВерсияСхемы="${schemaVersion}" ДатаФормирования="${secondsOf(now)}"`;
  const prolog = `<?xml version="1.0" encoding="${encoding === 'utf-8' ? 'UTF-8' : encoding}"?>\n`;
  const inside = [
    ...documents.map((document) => documentElement(document, form, troubles, now)),
    ...(troubles.foreignOrders ? [1, 2].map((n) => foreignOrder(n, now)) : []),
    ...(troubles.withEntities ? [written('Комментарий', ['&long;'])] : []),
  ];
  const text = `${prolog}${doctype(troubles)}<${root}>\n${inside.join('\n')}\n</КоммерческаяИнформация>\n`;
  return encoded(text, troubles.otherEncoding ? otherThan(encoding) : encoding);
}

/** Packs a file as 1C does: alone, and under its plain name. */
export async function packed(bytes: Buffer, name: string): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(bytes, name);
  zip.end();
  return buffer(zip.outputStream);
}

/** A small file that unpacks into a huge one. */
export async function zipBomb(name: string): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addReadStream(Readable.from(blanks()), name);
  zip.end();
  return buffer(zip.outputStream);
}

function* blanks(): Generator<Buffer> {
  yield Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<КоммерческаяИнформация ВерсияСхемы="2.05">');
  const piece = Buffer.alloc(BOMB_PIECE, ' ');
  for (let size = 0; size < BOMB_BYTES; size += BOMB_PIECE) yield piece;
  yield Buffer.from('</КоммерческаяИнформация>');
}

function encoded(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(`\uFEFF${text}`);
  // What windows-1251 cannot hold would become question marks.
  const held = text.replace(/[^]/gu, (sign) => {
    const bytes = iconv.encode(sign, encoding);
    return sign !== '?' && bytes.toString('latin1') === '?' ? `&#${sign.codePointAt(0)};` : sign;
  });
  return iconv.encode(held, encoding);
}

function otherThan(encoding: Encoding): Encoding {
  return encoding === 'utf-8' ? 'windows-1251' : 'utf-8';
}

function doctype({ withDoctype, withEntities }: FileTroubles): string {
  if (withEntities) {
    return '<!DOCTYPE КоммерческаяИнформация [<!ENTITY ha "ха"><!ENTITY long "&ha;&ha;&ha;&ha;&ha;&ha;&ha;&ha;">]>\n';
  }
  return withDoctype ? '<!DOCTYPE КоммерческаяИнформация SYSTEM "file:///etc/hostname">\n' : '';
}

function documentElement(document: BookDocument, form: FileForm, troubles: FileTroubles, now: Date): string {
  return written('Документ', [
    written('Ид', document.id),
    written('Номер', document.number),
    ...commonElements('Заказ товара', now),
    written('Сумма', spaced(sumOf(document.lines))),
    written('Контрагенты', [
      written('Контрагент', [written('Наименование', document.buyer), written('Роль', 'Покупатель')]),
    ]),
    linesElement(document.lines, form),
    requisitesElement([
      ['Номер по 1С', document.numberThere],
      ['Дата по 1С', secondsOf(now)],
      ['ПометкаУдаления', String(document.markedForDeletion)],
      ['Проведен', String(!document.cancelled && !document.markedForDeletion)],
      ['Отменен', String(document.cancelled)],
      ['Отгружен', String(isShipped(document))],
      // 1C writes the time mark of a date that is not there.
      ['Дата оплаты по 1С', 'T'],
      ...statusRequisites(document, troubles),
    ]),
    ...(document.shipments.length > 0
      ? [
          written(
            'ПодчиненныеДокументы',
            document.shipments.map((each) => shipmentElement(each, form)),
          ),
        ]
      : []),
  ]);
}

function statusRequisites({ status, siteStatus }: BookDocument, troubles: FileTroubles): [string, string][] {
  if (troubles.unknownStatus) return [['Статус заказа', UNKNOWN_STATUS]];
  if (status !== '') return [['Статус заказа', status]];
  if (!troubles.echoStatus || siteStatus.id === '') return [];
  return [
    ['Статус заказа', `[${siteStatus.id}] ${siteStatus.name}`],
    ['Статуса заказа ИД', siteStatus.id],
  ];
}

function shipmentElement(shipment: Shipment, form: FileForm): string {
  return written('ПодчиненныйДокумент', [
    written('Ид', shipment.id),
    written('Номер', shipment.number),
    ...commonElements('Отпуск товара', shipment.at),
    written('Сумма', spaced(sumOf(shipment.lines))),
    linesElement(shipment.lines, form),
    requisitesElement([
      ['Номер по 1С', shipment.number],
      ['Дата по 1С', secondsOf(shipment.at)],
      ['ПометкаУдаления', 'false'],
      ['Проведен', 'true'],
    ]),
  ]);
}

function foreignOrder(n: number, now: Date): string {
  return written('Документ', [
    written('Ид', `INET-${770 + n}`),
    written('Номер', `INET-${770 + n}`),
    ...commonElements('Заказ товара', now),
    written('Сумма', '1.00'),
    written('Товары', []),
    requisitesElement([
      ['Номер по 1С', `ИМ-00077${n}`],
      ['Статус заказа', 'Закрыт'],
    ]),
  ]);
}

function commonElements(operation: string, at: Date): string[] {
  return [
    written('Дата', secondsOf(at).slice(0, 10)),
    written('Время', secondsOf(at).slice(11)),
    written('ХозОперация', operation),
    written('Роль', 'Продавец'),
    written('Валюта', 'руб'),
    written('Курс', 1),
  ];
}

function linesElement(lines: BookLine[], { keepsLineRequisites }: FileForm): string {
  return written(
    'Товары',
    lines.map((line) =>
      written('Товар', [
        written('Ид', line.key),
        written('Артикул', line.number),
        written('Наименование', line.name),
        '<БазоваяЕдиница Код="796" НаименованиеПолное="Штука" МеждународноеСокращение="PCE">шт</БазоваяЕдиница>',
        written('ЦенаЗаЕдиницу', line.price.toFixed(2)),
        written('Количество', line.quantity.toFixed(3)),
        written('Сумма', (line.price * line.quantity).toFixed(2)),
        ...(keepsLineRequisites ? [requisitesElement(line.requisites)] : []),
      ]),
    ),
  );
}

function requisitesElement(requisites: [string, string][]): string {
  const elements = requisites.map(([name, value]) =>
    written('ЗначениеРеквизита', [written('Наименование', name), written('Значение', value)]),
  );
  return written('ЗначенияРеквизитов', elements);
}

function isShipped({ lines, shipments }: BookDocument): boolean {
  const pieces = (all: BookLine[]): number => all.reduce((sum, { quantity }) => sum + quantity, 0);
  return lines.length > 0 && pieces(shipments.flatMap((shipment) => shipment.lines)) >= pieces(lines);
}

function sumOf(lines: BookLine[]): number {
  return lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
}

/** Sums of documents come with a no-break space between thousands. */
function spaced(sum: number): string {
  return sum.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, '\u00a0');
}

function secondsOf(at: Date): string {
  return at.toISOString().slice(0, 19);
}
