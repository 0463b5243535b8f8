/** What this machine can do at best: bare Fastify, bare mysql2, the same rows. `node server.ts DATABASE_URL` */
import type { AddressInfo } from 'node:net';
import { createPool, Pool, ResultSetHeader } from 'mysql2/promise';
import Fastify from 'fastify';
import { tellParent } from '../support/child.js';
import { accept, insertOrders, Received, RECEIVED_SCHEMA, setStatus } from './rows.js';

const POOL_SIZE = 20;
const GROUP_SIZE = 64;
/** Groups under way at once: while one is committed the next gathers. */
const WRITERS = 2;

const pool: Pool = createPool({ uri: process.argv[2]!, connectionLimit: POOL_SIZE, multipleStatements: true });

type Waiting = { message: Received; resolve: (id: number) => void; reject: (error: unknown) => void };
const waiting: Waiting[] = [];
let writing = 0;

function insertInGroup(message: Received): Promise<number> {
  return new Promise((resolve, reject) => {
    waiting.push({ message, resolve, reject });
    if (writing < WRITERS) setImmediate(() => void write());
  });
}

async function write(): Promise<void> {
  if (writing >= WRITERS) return;
  writing += 1;
  while (waiting.length > 0) {
    const group = waiting.splice(0, GROUP_SIZE);
    try {
      const firstId = await insert(group.map(({ message }) => message));
      group.forEach(({ resolve }, index) => resolve(firstId + index));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
  writing -= 1;
}

async function insert(messages: Received[]): Promise<number> {
  const [results] = await pool.query<ResultSetHeader[]>(insertOrders(messages));
  return results[1]!.insertId;
}

const fastify = Fastify();
const schema = { body: RECEIVED_SCHEMA };
type Post = { Body: Received };
fastify.post<Post>('/nothing', { schema }, async () => ({ result: 'ok', externalOrderId: '1' }));
fastify.post<Post>('/single', { schema }, async ({ body }) => {
  return { result: 'ok', externalOrderId: String(await insert([body])) };
});
fastify.post<Post>('/grouped', { schema }, async ({ body }) => {
  return { result: 'ok', externalOrderId: String(await insertInGroup(body)) };
});
fastify.post<{ Body: { itemIds: string[]; statusId: string } }>('/status', async ({ body }) => {
  await pool.query(setStatus(body.itemIds.map(Number), Number(body.statusId)));
  return { changed: body.itemIds.length };
});
fastify.post<{ Params: { id: string } }>('/accept/:id', async ({ params }) => {
  await pool.query(accept(Number(params.id)));
  return { result: 'ok' };
});

await fastify.listen({ port: 0, host: '127.0.0.1' });
tellParent({ url: `http://127.0.0.1:${(fastify.server.address() as AddressInfo).port}` });
