import { InvalidInput, OrderNotFound } from '../errors.js';
import { moscowText, NO_DATE } from './moscow-time.js';

/** Ids and quantities are texts here, as ABCP answers them. */
export interface AbcpPosition {
  id: string;
  brand: string;
  number: string;
  description: string;
  quantity: string;
  quantityFinal: string;
  priceIn: string;
  priceOut: string;
  deadline: string;
  comment: string;
  distributorId: string;
  routeId: string;
  statusCode: string;
  status: string;
  statusChangeDate: string;
  /** `1`: the client wants it taken out of the order; `2`: a manager said no. */
  isCanceled: string;
  dateUpdated: string;
}

export interface AbcpOrder {
  number: string;
  internalNumber: string;
  clientOrderNumber: string;
  userId: string;
  userName: string;
  userMobile: string;
  userEmail: string;
  date: string;
  dateUpdated: string;
  shipmentDate: string;
  comment: string;
  deliveryTypeId: string;
  deliveryOfficeId: string;
  deliveryAddress: string;
  positions: AbcpPosition[];
}

export interface AbcpStatus {
  id: string;
  name: string;
}

export const STATUSES: readonly AbcpStatus[] = [
  { id: '144921', name: 'Новый' },
  { id: '144922', name: 'В работе' },
  { id: '144923', name: 'Заказано у поставщика' },
  { id: '144924', name: 'На складе' },
  { id: '144925', name: 'Выдано' },
  { id: '144926', name: 'Отказ поставщика' },
];

/** Orders of the shop at ABCP, its own as well as those that came by the API. */
export class AbcpOrders {
  private readonly orders: AbcpOrder[] = [];
  private lastNumber = 75_000_000;
  private lastPosition = 469_000_000;

  constructor(private readonly now: () => Date = () => new Date()) {}

  all(): AbcpOrder[] {
    return this.orders;
  }

  byNumber(number: string): AbcpOrder | undefined {
    return this.orders.find((order) => order.number === number);
  }

  byInternalNumber(internalNumber: string): AbcpOrder | undefined {
    return this.orders.find((order) => internalNumber !== '' && order.internalNumber === internalNumber);
  }

  add(order: Omit<AbcpOrder, 'number' | 'dateUpdated' | 'shipmentDate' | 'positions'>): AbcpOrder {
    const number = String((this.lastNumber += 1));
    const added = { ...order, number, dateUpdated: this.time(), shipmentDate: NO_DATE, positions: [] };
    this.orders.push(added);
    return added;
  }

  addPosition(
    order: AbcpOrder,
    position: Omit<AbcpPosition, 'id' | 'quantityFinal' | 'status' | 'statusChangeDate' | 'isCanceled' | 'dateUpdated'>,
  ): AbcpPosition {
    const id = String((this.lastPosition += 1));
    const { quantity, statusCode } = position;
    const rest = { quantityFinal: quantity, status: nameOf(statusCode), statusChangeDate: NO_DATE, isCanceled: '0' };
    const added = { ...position, ...rest, id, dateUpdated: this.time() };
    order.positions.push(added);
    this.touch(order);
    return added;
  }

  /** What changes in an order moves the time by which it is asked for. */
  touch(order: AbcpOrder, position?: AbcpPosition): void {
    order.dateUpdated = this.time();
    if (position) position.dateUpdated = order.dateUpdated;
  }

  setStatus(number: string, positionId: string, statusCode: string): AbcpOrder {
    if (!STATUSES.some(({ id }) => id === statusCode))
      throw new InvalidInput('statusCode', `statusCode: нет статуса ${statusCode}`);
    return this.change(number, positionId, (position) => {
      position.statusCode = statusCode;
      position.status = nameOf(statusCode);
      position.statusChangeDate = this.time();
    });
  }

  /** So many pieces the supplier will really deliver. */
  setQuantityFinal(number: string, positionId: string, quantity: number): AbcpOrder {
    return this.change(number, positionId, (position) => {
      position.quantityFinal = String(quantity);
    });
  }

  /** The client asks in the cabinet to take the position out. */
  askToCancel(number: string, positionId: string): AbcpOrder {
    return this.change(number, positionId, (position) => {
      position.isCanceled = '1';
    });
  }

  remove(number: string, positionId: string): AbcpOrder {
    const order = this.known(number);
    order.positions = order.positions.filter(({ id }) => id !== positionId);
    this.touch(order);
    return order;
  }

  /** An order of the shop's own site, which no API has made. */
  addOwn(): AbcpOrder {
    const contact = { userName: 'Клиент сайта', userMobile: '79000000001', userEmail: '' };
    const order = this.add({
      ...contact,
      internalNumber: '',
      clientOrderNumber: '',
      userId: '2001',
      date: this.time(),
      comment: '',
      deliveryTypeId: '',
      deliveryOfficeId: '',
      deliveryAddress: '',
    });
    const price = { priceIn: '900.00', priceOut: '1000.00', deadline: '24', comment: '' };
    const part = { brand: 'MANN', number: 'W 914/2', description: 'Фильтр масляный', quantity: '1' };
    this.addPosition(order, { ...part, ...price, distributorId: '', routeId: '', statusCode: STATUSES[0]!.id });
    return order;
  }

  clear(): void {
    this.orders.length = 0;
  }

  private change(number: string, positionId: string, change: (position: AbcpPosition) => void): AbcpOrder {
    const order = this.known(number);
    const position = order.positions.find(({ id }) => id === positionId);
    if (!position) throw new InvalidInput('positionId', `positionId: в заказе ${number} нет позиции ${positionId}`);
    change(position);
    this.touch(order, position);
    return order;
  }

  private known(number: string): AbcpOrder {
    const order = this.byNumber(number);
    if (order) return order;
    throw new OrderNotFound(number);
  }

  private time(): string {
    return moscowText(this.now());
  }
}

export function nameOf(statusCode: string): string {
  return STATUSES.find(({ id }) => id === statusCode)?.name ?? '';
}
