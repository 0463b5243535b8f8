/**
 * Issues the orders of a shipment: `node issue-on-shipment.mjs <base> <login> <password> <number> …`, each number an order's or a
 * position's at the marketplace. Prints what was issued, and what could not be.
 */
import { apiV3 } from './api-v3.mjs';

const api = apiV3(process.argv.slice(2, 5));
const numbers = process.argv.slice(5);

const { order_status_types: types } = await api.read('order_status_types.json');
const withCode = (code) => new Set(types.filter((type) => type.code === code).map((type) => type.id));
const [arrived, issued] = [withCode('prishlo'), withCode('vydano')];

async function find(number) {
  for (const filter of ['marketplace_id_eq', 'order_items_comment_eq']) {
    for (let page = 0; page < 3; page++) {
      const { orders } = await api.read('orders.json', { [`search[${filter}]`]: number, per_page: 20, page });
      const order = orders.find(
        ({ marketplace_id, order_items }) =>
          marketplace_id === number || order_items.some(({ comment }) => comment === number),
      );
      if (order) return order;
    }
  }
  return undefined;
}

const report = { issued: [], notFound: [], alreadyIssued: [], notArrived: [] };
const itemIds = [];
for (const number of numbers) {
  const order = await find(number);
  if (!order) report.notFound.push(number);
  else if (order.order_items.every(({ status_id }) => issued.has(status_id))) report.alreadyIssued.push(number);
  else if (!order.order_items.every(({ status_id }) => arrived.has(status_id))) report.notArrived.push(number);
  else {
    itemIds.push(...order.order_items.map(({ id }) => id));
    report.issued.push(number);
  }
}
if (itemIds.length > 0) {
  const [statusId] = issued;
  await api.send('order_items/change_status', { order_item_ids: itemIds.join(' '), status_id: statusId });
}
console.log(JSON.stringify(report));
