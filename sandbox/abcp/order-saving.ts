import { notFound, wrongParameter } from './api-error.js';
import { isMoscowText, moscowText } from './moscow-time.js';
import { nameOf, STATUSES, type AbcpOrder, type AbcpOrders } from './orders.js';
import type { Tree } from './php-form.js';

const ORDER_FIELDS = new Set([
  'number',
  'internalNumber',
  'clientOrderNumber',
  'userId',
  'guestOrderName',
  'guestOrderMobile',
  'guestOrderEmail',
  'date',
  'comment',
  'deliveryTypeId',
  'deliveryOfficeId',
  'deliveryAddressId',
  'deliveryAddress',
  'positions',
]);
const NEEDED_OF_POSITION = ['brand', 'number', 'quantity', 'priceIn', 'priceOut', 'deadline'];
const POSITION_FIELDS = new Set([
  ...NEEDED_OF_POSITION,
  'id',
  'description',
  'comment',
  'distributorId',
  'routeId',
  'statusCode',
  'delete',
]);
/** Customers that the shop has at ABCP. */
const CUSTOMERS = ['1001', '2001'];

/** What `cp/order` does with a form: makes an order, or changes positions of one. @throws ApiError */
export function saveOrder(orders: AbcpOrders, form: Tree): AbcpOrder {
  const order = treeIn(form, 'order', 'order');
  checkNames(order, ORDER_FIELDS, 'order');
  const number = textIn(order, 'number', 'order');
  return number === '' ? create(orders, order) : change(orders, order, number);
}

function create(orders: AbcpOrders, given: Tree): AbcpOrder {
  const text = (name: string) => textIn(given, name, 'order');
  const internalNumber = text('internalNumber');
  if (internalNumber === '') throw wrongParameter('order[internalNumber]', 'не указан');
  if (orders.byInternalNumber(internalNumber))
    throw wrongParameter('order[internalNumber]', `заказ с номером ${internalNumber} уже есть`);
  const buyer = buyerOf(given);
  const date = text('date');
  if (date !== '' && !isMoscowText(date)) throw wrongParameter('order[date]', 'нужна дата ГГГГ-ММ-ДД чч:мм:сс');
  const delivery = deliveryOf(given);
  const positions = positionsOf(given);
  if (positions.length === 0) throw wrongParameter('order[positions]', 'нет ни одной позиции');
  for (const [path, position] of positions) checkNew(path, position);
  const rest = { clientOrderNumber: text('clientOrderNumber'), comment: text('comment') };
  const order = orders.add({ internalNumber, ...buyer, date: date || moscowText(new Date()), ...delivery, ...rest });
  for (const [, position] of positions) addPosition(orders, order, position);
  return order;
}

function change(orders: AbcpOrders, given: Tree, number: string): AbcpOrder {
  const order = orders.byNumber(number);
  if (!order) throw notFound(`Заказ ${number}`);
  const positions = positionsOf(given);
  for (const [path, position] of positions) {
    const id = textIn(position, 'id', path);
    if (id === '') checkNew(path, position);
    else if (!order.positions.some((each) => each.id === id)) throw notFound(`Позиция ${id}`);
    else checkValues(path, position);
  }
  for (const [path, position] of positions) {
    const id = textIn(position, 'id', path);
    if (id === '') addPosition(orders, order, position);
    else changePosition(orders, order, id, position);
  }
  return order;
}

function changePosition(orders: AbcpOrders, order: AbcpOrder, id: string, given: Tree): void {
  const quantity = textIn(given, 'quantity', '');
  if (textIn(given, 'delete', '') === '1' || quantity === '0') {
    orders.remove(order.number, id);
    return;
  }
  const position = order.positions.find((each) => each.id === id)!;
  for (const name of ['quantity', 'priceIn', 'priceOut', 'comment', 'statusCode'] as const) {
    if (given[name] !== undefined) position[name] = textIn(given, name, '');
  }
  if (quantity !== '') position.quantityFinal = quantity;
  position.status = nameOf(position.statusCode);
  orders.touch(order, position);
}

function addPosition(orders: AbcpOrders, order: AbcpOrder, given: Tree): void {
  const text = (name: string) => textIn(given, name, '');
  orders.addPosition(order, {
    brand: text('brand'),
    number: text('number'),
    description: text('description'),
    quantity: text('quantity'),
    priceIn: text('priceIn'),
    priceOut: text('priceOut'),
    deadline: text('deadline'),
    comment: text('comment'),
    distributorId: text('distributorId'),
    routeId: text('routeId'),
    statusCode: text('statusCode') || STATUSES[0]!.id,
  });
}

function buyerOf(given: Tree) {
  const text = (name: string) => textIn(given, name, 'order');
  const [userId, userName, userMobile, userEmail] = [
    text('userId'),
    text('guestOrderName'),
    text('guestOrderMobile'),
    text('guestOrderEmail'),
  ];
  if (userId !== '') {
    if (CUSTOMERS.includes(userId)) return { userId, userName: '', userMobile: '', userEmail: '' };
    throw wrongParameter('order[userId]', `нет клиента ${userId}`);
  }
  if (userName === '') throw wrongParameter('order[guestOrderName]', 'укажите клиента или имя гостя');
  if (userMobile === '' && userEmail === '')
    throw wrongParameter('order[guestOrderMobile]', 'гостю нужен телефон или e-mail');
  if (userMobile !== '' && !/^7\d{10}$/.test(userMobile))
    throw wrongParameter('order[guestOrderMobile]', 'нужен телефон вида 70000000000');
  return { userId, userName, userMobile, userEmail };
}

function deliveryOf(given: Tree) {
  const text = (name: string) => textIn(given, name, 'order');
  const addressId = text('deliveryAddressId');
  if (addressId !== '' && text('deliveryTypeId') === '')
    throw wrongParameter('order[deliveryTypeId]', 'нужен вместе с адресом');
  if (addressId === '-1' && text('deliveryAddress') === '')
    throw wrongParameter('order[deliveryAddress]', 'новый адрес пуст');
  return {
    deliveryTypeId: text('deliveryTypeId'),
    deliveryOfficeId: text('deliveryOfficeId'),
    deliveryAddress: text('deliveryAddress'),
  };
}

function positionsOf(given: Tree): Array<[path: string, position: Tree]> {
  const positions = given['positions'];
  if (positions === undefined) return [];
  if (typeof positions === 'string') throw wrongParameter('order[positions]', 'нужен список');
  return Object.entries(positions).map(([index, position]) => {
    const path = `order[positions][${index}]`;
    if (typeof position === 'string') throw wrongParameter(path, 'нужны поля позиции');
    checkNames(position, POSITION_FIELDS, path);
    return [path, position];
  });
}

function checkNew(path: string, position: Tree): void {
  for (const name of NEEDED_OF_POSITION) {
    if (textIn(position, name, path) === '') throw wrongParameter(`${path}[${name}]`, 'не указано');
  }
  if (textIn(position, 'quantity', path) === '0') throw wrongParameter(`${path}[quantity]`, 'не может быть 0');
  checkValues(path, position);
}

function checkValues(path: string, position: Tree): void {
  const quantity = textIn(position, 'quantity', path);
  if (quantity !== '' && !/^\d+$/.test(quantity)) throw wrongParameter(`${path}[quantity]`, 'нужно целое число');
  for (const name of ['priceIn', 'priceOut']) {
    const price = textIn(position, name, path);
    if (price !== '' && !/^\d+(\.\d{1,2})?$/.test(price)) throw wrongParameter(`${path}[${name}]`, 'нужна цена');
  }
  const statusCode = textIn(position, 'statusCode', path);
  if (statusCode !== '' && nameOf(statusCode) === '')
    throw wrongParameter(`${path}[statusCode]`, `нет статуса ${statusCode}`);
}

function checkNames(tree: Tree, known: Set<string>, path: string): void {
  const unknown = Object.keys(tree).find((name) => !known.has(name));
  if (unknown !== undefined) throw wrongParameter(`${path}[${unknown}]`, 'такого параметра нет');
}

function textIn(tree: Tree, name: string, path: string): string {
  const value = tree[name] ?? '';
  if (typeof value === 'string') return value;
  throw wrongParameter(`${path}[${name}]`, 'нужен текст');
}

function treeIn(tree: Tree, name: string, path: string): Tree {
  const value = tree[name];
  if (typeof value === 'object') return value;
  throw wrongParameter(path, 'не указан');
}
