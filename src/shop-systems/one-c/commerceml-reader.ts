import type { ReturnedDocument, ReturnedLine, ReturnedStep } from '../exchanges/handed-over-order.js';
import { decode } from './commerceml-bytes.js';
import { CommerceMlError } from './commerceml-error.js';
import { readDocuments, type XmlNode } from './document-nodes.js';
import { foldedKey } from '../exchanges/folded-key.js';

/** Names of requisites, which each release of 1C spells a little otherwise; the first that says something counts. */
const REQUISITES = {
  orderStatusId: folded('Статуса заказа ИД', 'Статус заказа ИД'),
  orderStatus: folded('Статус заказа'),
  stepStatusId: folded('Статуса заказа ИД', 'Статус заказа ИД', 'Статус отгрузки ИД'),
  stepStatus: folded('Статус заказа', 'Статус отгрузки'),
  cancelled: folded('Отменен', 'Заказ отменен', 'ПометкаУдаления'),
  /** Either is false while a step is only being prepared. */
  carriedOut: folded('Проведен', 'Отгружен'),
  numberThere: folded('Номер по 1С'),
  positionId: folded('НомерПозицииКорзины'),
};

const ORDER_OPERATION = foldedKey('Заказ товара');
const SHIPMENT_OPERATION = 'Отпуск товара';

const YES = new Set(['true', '1', 'да']);
const NO = new Set(['false', '0', 'нет']);

/** By folded name. */
type Requisites = Map<string, string>;

/**
 * Orders as 1C sends them back, whether or not they are ours; it pauses now and then, so that a large file keeps nobody waiting.
 * @param onWrongQuantity is told of a document with a quantity that is not whole pieces, which then says nothing of lines or steps;
 * without it, the error is thrown
 * @throws CommerceMlError
 */
export function* readReturnedDocuments(
  bytes: Buffer,
  ours: { numberPrefix: string },
  onWrongQuantity?: (error: CommerceMlError, document: ReturnedDocument) => void,
): Generator<void, ReturnedDocument[], void> {
  const documents: ReturnedDocument[] = [];
  const looseSteps = new Map<string, XmlNode[]>();
  const fill = (document: ReturnedDocument, read: () => Partial<ReturnedDocument>) => {
    try {
      Object.assign(document, read());
    } catch (error) {
      if (!onWrongQuantity || !(error instanceof CommerceMlError)) throw error;
      onWrongQuantity(error, document);
    }
  };
  let formedAt = '';
  yield* readDocuments(decode(bytes).trimStart(), (node, at) => {
    formedAt = at;
    const basis = basisOf(node);
    if (basis !== '') {
      const beside = looseSteps.get(basis);
      if (beside) beside.push(node);
      else looseSteps.set(basis, [node]);
      return;
    }
    const document = headOf(node, ours.numberPrefix, formedAt);
    const steps = childrenOf(node, 'ПодчиненныеДокументы').flatMap(({ children }) => children);
    fill(document, () => ({ lines: linesOf(node), steps: stepsOf(steps) }));
    documents.push(document);
  });
  for (const { document, nodes } of withTheirOrders(looseSteps, documents, formedAt)) {
    fill(document, () => ({ steps: [...document.steps, ...stepsOf(nodes, true)] }));
  }
  return documents;
}

function headOf(node: XmlNode, numberPrefix: string, formedAt: string): ReturnedDocument {
  const requisites = requisitesOf(node);
  const number = textOf(node, 'Номер');
  const bare = (text: string) => (text.startsWith(numberPrefix) ? text.slice(numberPrefix.length) : text);
  const said = valueOf(requisites, REQUISITES.numberThere) || textOf(node, 'Номер1С');
  // Our numbers are ids; 1C gives them back with the prefix or without it, and has zeros or letters in its own.
  const otherNumber = /^[1-9]\d*$/.test(bare(number)) ? '' : number;
  return {
    formedAt,
    key: textOf(node, 'Ид'),
    number,
    statuses: statusesOf(requisites, REQUISITES.orderStatusId, REQUISITES.orderStatus),
    isCancelled: isCancelled(node, requisites),
    numberThere: said !== '' && bare(said) !== bare(number) ? said : otherNumber,
    lines: undefined,
    steps: [],
  };
}

function isCancelled(node: XmlNode, requisites: Requisites): boolean {
  const said = [...REQUISITES.cancelled.map((name) => requisites.get(name) ?? ''), textOf(node, 'ПометкаУдаления')];
  return said.some((value) => YES.has(value.toLowerCase()));
}

/** The id goes first, since names are changed. */
function statusesOf(requisites: Requisites, idNames: string[], names: string[]): string[] {
  const said = [valueOf(requisites, idNames), valueOf(requisites, names)];
  const values = said.map((value) => value.replace(/^\[[^\]]{1,10}\]\s*(?=\S)/, '')).filter((value) => value !== '');
  return [...new Set(values)];
}

/** Shipments may lie beside their order, by whose key or number they name it; "" = it is an order itself. */
function basisOf(node: XmlNode): string {
  const operation = foldedKey(textOf(node, 'ХозОперация'));
  return operation === '' || operation === ORDER_OPERATION ? '' : textOf(node, 'Основание');
}

/** An order that is not in the file is added, saying nothing but its steps. */
function withTheirOrders(
  looseSteps: Map<string, XmlNode[]>,
  documents: ReturnedDocument[],
  formedAt: string,
): { document: ReturnedDocument; nodes: XmlNode[] }[] {
  const orders = new Map([
    ...documents.map((document) => [document.number, document] as const),
    ...documents.map((document) => [document.key, document] as const),
  ]);
  return [...looseSteps].map(([basis, nodes]) => {
    const known = orders.get(basis);
    if (known) return { document: known, nodes };
    const said = { formedAt, statuses: [], isCancelled: false, numberThere: '', lines: undefined, steps: [] };
    const document = { key: basis, number: basis, ...said };
    documents.push(document);
    return { document, nodes };
  });
}

/** @param isBeside where they lie; one that does not count has to be told there, since what is not there says nothing */
function stepsOf(nodes: XmlNode[], isBeside = false): ReturnedStep[] {
  const steps = oldestFirst(nodes).flatMap((node): ReturnedStep[] => {
    const requisites = requisitesOf(node);
    const statuses = statusesOf(requisites, REQUISITES.stepStatusId, REQUISITES.stepStatus);
    const isPrepared = REQUISITES.carriedOut.some((name) => NO.has(requisites.get(name)?.toLowerCase() ?? ''));
    const key = textOf(node, 'Ид') || textOf(node, 'Номер');
    if (isCancelled(node, requisites) || (statuses.length === 0 && isPrepared))
      return isBeside && key !== '' ? [{ key, statuses: [], lines: [], isBeside }] : [];
    const lines = (linesOf(node) ?? []).filter(({ quantity }) => quantity > 0);
    if (lines.length === 0) return [];
    if (statuses.length === 0) statuses.push(textOf(node, 'ХозОперация') || SHIPMENT_OPERATION);
    return [{ key, statuses, lines, ...(isBeside && { isBeside }) }];
  });
  return toldApart(steps);
}

/** Of equal ones without a key each but the first gets one by its place among them. */
function toldApart(steps: ReturnedStep[]): ReturnedStep[] {
  const places = new Map<string, number>();
  return steps.map((step) => {
    if (step.key !== '') return step;
    const content = JSON.stringify(step);
    const place = (places.get(content) ?? 0) + 1;
    places.set(content, place);
    return place === 1 ? step : { ...step, key: `${content}#${place}` };
  });
}

/** As they stand, where not each of them says when it was. */
function oldestFirst(nodes: XmlNode[]): XmlNode[] {
  const dated = nodes.map((node) => ({ node, at: `${textOf(node, 'Дата')} ${textOf(node, 'Время')}` }));
  if (!dated.every(({ at }) => /^\d{4}-\d\d-\d\d/.test(at))) return nodes;
  return dated.sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at))).map(({ node }) => node);
}

function linesOf(node: XmlNode): ReturnedLine[] | undefined {
  const tables = childrenOf(node, 'Товары');
  if (tables.length === 0) return undefined;
  const wares = tables.flatMap(({ children }) => children);
  return wares.map((ware, index) => {
    const [wareId = ''] = textOf(ware, 'Ид').split('#'); // a characteristic may follow
    const name = textOf(ware, 'Наименование');
    return {
      key: valueOf(requisitesOf(ware), REQUISITES.positionId) || wareId,
      number: textOf(ware, 'Артикул'),
      name,
      quantity: wholeQuantity(textOf(ware, 'Количество'), () => `${titleOf(node)}, строка ${index + 1} («${name}»)`),
    };
  });
}

/** @param place names document and line */
function wholeQuantity(text: string, place: () => string): number {
  const [, digits] = /^(\d+)(?:[.,]0*)?$/.exec(text.replace(/\s/g, '')) ?? [];
  const quantity = Number(digits ?? NaN);
  if (Number.isSafeInteger(quantity)) return quantity;
  throw new CommerceMlError('quantity', `${place()}: количество должно быть целым числом штук, а указано «${text}».`);
}

function titleOf(node: XmlNode): string {
  return `Документ «${textOf(node, 'Номер') || textOf(node, 'Ид')}»`;
}

function requisitesOf(node: XmlNode): Requisites {
  const requisites: Requisites = new Map();
  const around = childrenOf(node, 'ЗначенияРеквизитов').flatMap(({ children }) => children);
  for (const requisite of [...around, ...childrenOf(node, 'ЗначениеРеквизита')]) {
    const value = textOf(requisite, 'Значение');
    const name = foldedKey(textOf(requisite, 'Наименование'));
    // An empty date comes as what stands between its day and its time.
    if (value !== '' && !/^[TТ]$/.test(value) && !requisites.has(name)) requisites.set(name, value);
  }
  return requisites;
}

/** @returns "" = none of them says anything */
function valueOf(requisites: Requisites, names: string[]): string {
  const name = names.find((candidate) => requisites.has(candidate));
  return name === undefined ? '' : requisites.get(name)!;
}

function folded(...names: string[]): string[] {
  return names.map(foldedKey);
}

function textOf(node: XmlNode, name: string): string {
  return node.children.find((child) => child.name === name)?.text.trim() ?? '';
}

function childrenOf(node: XmlNode, name: string): XmlNode[] {
  return node.children.filter((child) => child.name === name);
}
