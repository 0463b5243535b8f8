/**
 * Compares the orders of seven days with a shop's own list: `node reconciliation.mjs <base> <login> <password> <until> <file>`. The file
 * holds `[{ id, number, fingerprint }]`, the own orders; printed are those of the last seven days that exist there, are new, or are in
 * conflict: known by their number, of other parts.
 */
import { readFileSync } from 'node:fs';
import { apiV3 } from './api-v3.mjs';

const PAGE_SIZE = 100;
const DAYS = 7;

const api = apiV3(process.argv.slice(2, 5));
const [until, file] = process.argv.slice(5);
const own = JSON.parse(readFileSync(file, 'utf8'));

const fingerprintOf = ({ order_items }) =>
  order_items
    .map(({ oem, make_name, qnt, cost }) => [oem, make_name, qnt, cost.toFixed(2)].join('|').toLowerCase())
    .sort()
    .join(';');

async function ordersOf(from, to) {
  const orders = [];
  for (let page = 1; ; page++) {
    const { orders: rows } = await api.read('orders.json', {
      page,
      per_page: PAGE_SIZE,
      'search[created_at_gteq]': from.toISOString(),
      'search[created_at_lteq]': to.toISOString(),
    });
    orders.push(...rows);
    if (rows.length < PAGE_SIZE) return orders;
  }
}

const to = new Date(until);
const report = { pages: 0, existing: [], new: [], conflict: [], fingerprints: {} };
const orders = await ordersOf(new Date(to.getTime() - DAYS * 86_400_000), to);
report.pages = Math.floor(orders.length / PAGE_SIZE) + 1;
for (const order of orders) {
  const number = order.load_order_client_number || String(order.id);
  const known = own.find((each) => each.id === order.id || each.number === number);
  const fingerprint = fingerprintOf(order);
  report.fingerprints[number] = fingerprint;
  if (!known) report.new.push(number);
  else report[known.fingerprint === fingerprint ? 'existing' : 'conflict'].push(number);
}
console.log(JSON.stringify(report));
