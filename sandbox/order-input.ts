import { bodyOf, idIn, listIn, objectIn, textIn } from './input.js';
import { InvalidInput } from './errors.js';
import type { Cancellation, OrderChange, PartialOrder } from './order.js';

type Fields = Record<string, unknown>;

/** Fields the contract does not name pass through; wholly broken orders go by the raw post. */
export function partialOrderFrom(body: unknown): PartialOrder {
  const fields = bodyOf(body);
  idIn(fields, 'id');
  textIn(fields, 'created_at');
  textIn(fields, 'comment');
  textIn(fields, 'vin');
  checkTexts(fields, 'customer', ['name', 'phone', 'email']);
  checkTexts(fields, 'delivery', ['type', 'address']);
  const positions = listIn(fields, 'positions')?.map((position, index) => {
    const path = `positions[${index}]`;
    return checkPosition(objectIn(position, path), path);
  });
  checkNoTwins(positions ?? []);
  return fields as PartialOrder;
}

export function orderChangeFrom(body: unknown): OrderChange {
  const change = partialOrderFrom(body) as OrderChange;
  if (Object.keys(change).length === 0) throw new InvalidInput('body', 'Не сказано, что изменить');
  if (change.id !== undefined) throw new InvalidInput('id', 'id: номер заказа не меняется');
  references(change, 'removePositions');
  return change;
}

export function cancellationFrom(body: unknown): Cancellation {
  const fields = bodyOf(body);
  const positions = references(fields, 'positions');
  const reason = textIn(fields, 'reason');
  return { ...(positions && { positions }), ...(reason !== undefined && { reason }) };
}

function references(fields: Fields, name: string): { id: string | number }[] | undefined {
  return listIn(fields, name)?.map((reference, index) => {
    const path = `${name}[${index}]`;
    const id = idIn(objectIn(reference, path), `${path}.id`);
    if (id === undefined) throw new InvalidInput(`${path}.id`, `${path}.id: не заполнено`);
    return { id };
  });
}

function checkPosition(position: Fields, path: string): Fields {
  idIn(position, `${path}.id`);
  for (const name of ['brand', 'number', 'name', 'comment']) textIn(position, name, `${path}.${name}`);
  for (const name of ['quantity', 'delivery_days']) {
    if (position[name] === undefined || Number.isFinite(position[name])) continue;
    throw new InvalidInput(`${path}.${name}`, `${path}.${name}: нужно число`);
  }
  const price = position['price'];
  if (price === undefined || typeof price === 'string' || typeof price === 'number') return position;
  throw new InvalidInput(`${path}.price`, `${path}.price: нужна строка или число`);
}

function checkTexts(fields: Fields, name: string, texts: string[]): void {
  if (fields[name] === undefined) return;
  const part = objectIn(fields[name], name);
  for (const text of texts) textIn(part, text, `${name}.${text}`);
}

function checkNoTwins(positions: Fields[]): void {
  const seen = new Set<string>();
  positions.forEach((position, index) => {
    if (position['id'] === undefined) return;
    const id = String(position['id']);
    if (seen.has(id)) throw new InvalidInput(`positions[${index}].id`, `Позиция ${id} названа дважды`);
    seen.add(id);
  });
}
