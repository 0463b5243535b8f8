// Takes the pictures of the documentation from the running program: `npm run build && npm run pictures`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../../test/support/find-chromium.mjs';

const ADMIN = { email: 'anna@example.com', password: 'a picture of a panel' };
const SIZE = { width: 1440, height: 900 };

const dataDir = mkdtempSync(join(tmpdir(), 'partsdesk-pictures-'));
const [port, sandboxPort] = [await freePort(), await freePort()];
const shop = `http://localhost:${port}`;
const sandbox = `http://localhost:${sandboxPort}`;
const program = spawn(process.execPath, ['dist/main.js'], {
  env: {
    ...process.env,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'fatal',
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
  },
  stdio: 'ignore',
});
try {
  await until(async () => (await fetch(`${sandbox}/api/state`)).ok);
  const orders = await fillShop();
  await takePictures(orders);
} finally {
  program.kill();
  rmSync(dataDir, { recursive: true, force: true });
}

/** A morning in the shop. */
async function fillShop() {
  await until(async () => (await shopCall('GET', '/external-orders')).meta.total >= 2);
  for (let index = 0; index < 9; index++) await call(`${sandbox}/api/orders`, 'POST', {});
  const { data: inbox } = await until(async () => {
    const list = await shopCall('GET', '/external-orders?sort=createdAt');
    return list.meta.total >= 11 && list;
  });
  const ids = inbox.map(({ id }) => id);
  for (const id of ids.slice(2, 6)) await shopCall('POST', `/external-orders/${id}/accept`, {});
  await shopCall('POST', `/external-orders/${ids[6]}/refuse`, { reason: 'нет на складе' });
  await call(`${sandbox}/api/orders/${encodeURIComponent(inbox[7].externalId)}/cancel`, 'POST', {
    reason: 'передумал',
  });
  const { data: statuses } = await shopCall('GET', '/order-statuses?perPage=200');
  const { data: orders } = await shopCall('GET', '/orders?sort=createdAt');
  for (const [index, name] of ['В работе', 'Пришло на склад', 'Готово к выдаче'].entries()) {
    const statusId = statuses.find((status) => status.name === name).id;
    const itemIds = orders.slice(0, 3 - index).flatMap(({ items }) => items.map(({ id }) => id));
    await shopCall('POST', '/order-items/status', { itemIds, statusId });
  }
  await until(async () => (await shopCall('GET', '/gettzap-notifications?state=delivered')).meta.total >= 12);
  await call(`${sandbox}/api/trouble`, 'PUT', { kind: '503', orderId: orders[3].externalId });
  const inWork = statuses.find(({ name }) => name === 'В работе').id;
  await shopCall('POST', '/order-items/status', { itemIds: orders[3].items.map(({ id }) => id), statusId: inWork });
  await until(async () => (await shopCall('GET', '/gettzap-notifications?state=retrying')).meta.total >= 1);
  const exchangeId = await exchangeWithOneC();
  return {
    newId: await orderWithOffers(),
    exchangeId,
    orderId: orders[0].id,
    statusId: statuses.find(({ name }) => name === 'Готово к выдаче').id,
  };
}

/** 1C takes the orders, and two of them come back with something to look at. */
async function exchangeWithOneC() {
  const { id } = (await shopCall('GET', '/exchanges')).data.find(({ kind }) => kind === 'one_c');
  await shopCall('PATCH', `/exchanges/${id}`, { isActive: true, name: '1С магазина', since: '2020-01-01T00:00:00Z' });
  await call(`${sandbox}/api/one-c/exchange`, 'POST', {});
  const { documents } = await call(`${sandbox}/api/one-c/state`, 'GET');
  const path = (index) => `${sandbox}/api/one-c/documents/${encodeURIComponent(documents[index].id)}`;
  await call(`${path(0)}/status`, 'POST', { status: 'К отгрузке' });
  await call(`${path(1)}/remove-line`, 'POST', { line: 1 });
  await call(`${sandbox}/api/one-c/exchange`, 'POST', {});
  return id;
}

/** Beside what the sandbox's supplier has the shop has a stock of its own. */
async function orderWithOffers() {
  const [{ id: regionId }] = (await shopCall('GET', '/regions')).data;
  const columns = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };
  const list = { name: 'Основной склад', regionId, columns, isOwnStock: true };
  const { id: listId } = await shopCall('POST', '/price-lists', list);
  const lines = ['Bosch;0986494019;Колодки торм. пер.;3;3100', 'MANN;W914/2;Фильтр масляный;4;640'];
  const form = new FormData();
  form.set('file', new Blob([lines.join('\n')]), 'sklad.csv');
  await fetch(`${shop}/api/price-lists/${listId}/imports`, { method: 'POST', headers: identity(), body: form });
  await until(async () => (await shopCall('GET', '/price-lists')).data.every(({ rows }) => rows > 0));
  const positions = [
    {
      brand: 'BOSCH',
      number: '0 986 494 019',
      name: 'Колодки тормозные дисковые передние',
      quantity: 2,
      price: '3450.00',
    },
    { brand: 'MANN-FILTER', number: 'W 914/2', name: 'Фильтр масляный', quantity: 6, price: '689.50' },
    { brand: 'SKF', number: 'VKBA 6649', name: 'Подшипник ступицы передний', quantity: 1, price: '4015.75' },
  ];
  const order = { vin: 'XTA21703080123456', comment: 'Нужно до пятницы', positions };
  const { order: sent } = await call(`${sandbox}/api/orders`, 'POST', order);
  const { data } = await shopCall('GET', `/external-orders?q=${sent.id}`);
  return data[0].id;
}

async function takePictures({ newId, orderId, statusId, exchangeId }) {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const light = await signedIn(browser, 'light');
  await take(light, `${shop}/external-orders`, 'external-orders');
  await take(light, `${shop}/external-orders/${newId}`, 'external-order');
  await take(light, `${shop}/orders/${orderId}`, 'order');
  await take(light, `${shop}/gettzap-notifications`, 'gettzap-notifications');
  await take(light, `${shop}/order-statuses/${statusId}`, 'order-status');
  await take(light, `${shop}/exchanges/${exchangeId}`, 'exchange');
  await take(light, sandbox, 'sandbox');
  await take(await signedIn(browser, 'dark'), `${shop}/`, 'dashboard-dark');
  await browser.close();
}

async function signedIn(browser, colorScheme) {
  const context = await browser.newContext({
    colorScheme,
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    viewport: SIZE,
  });
  const page = await context.newPage();
  await page.goto(shop);
  await page.getByLabel('Эл. почта').fill(ADMIN.email);
  await page.getByRole('textbox', { name: 'Пароль' }).fill(ADMIN.password);
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.getByRole('heading', { level: 1, name: 'Дашборд' }).waitFor();
  return page;
}

async function take(page, url, name) {
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined); // live events never end
  await page.screenshot({ path: join(import.meta.dirname, `${name}.png`) });
  console.log(`${name}.png`);
}

function identity() {
  return {
    authorization: `Basic ${Buffer.from(`${ADMIN.email}:${ADMIN.password}`).toString('base64')}`,
  };
}

function shopCall(method, path, body) {
  return call(`${shop}/api${path}`, method, body, identity());
}

async function call(url, method, body, headers = {}) {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function until(check) {
  for (let tries = 0; tries < 200; tries++) {
    const found = await check().catch(() => false);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`It did not come so far: ${check}`);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
