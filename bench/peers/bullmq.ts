/** A backlog sent by BullMQ, each job’s end kept in MariaDB. `node bullmq.ts REDIS_PORT DATABASE_URL SINK_URL` */
import { createPool, ResultSetHeader } from 'mysql2/promise';
import { tellParent } from '../support/child.js';
import { HttpPoster } from '../support/http-poster.js';
import { loadPeer, QUEUES } from './peers.js';

const [redisPort, databaseUrl, sinkUrl] = process.argv.slice(2);
const { Queue, Worker } = await loadPeer(QUEUES, 'bullmq');
const connection = { host: '127.0.0.1', port: Number(redisPort), maxRetriesPerRequest: null };
const pool = createPool({ uri: databaseUrl!, connectionLimit: 20 });
await pool.query('CREATE TABLE peer_deliveries (id INT PRIMARY KEY AUTO_INCREMENT, state VARCHAR(16) NOT NULL)');
const poster = new HttpPoster(sinkUrl!);
const queue = new Queue('deliveries', { connection });

tellParent(
  {},
  {
    async fill(count: number): Promise<void> {
      await queue.obliterate({ force: true });
      const [inserted] = await pool.query<ResultSetHeader>('INSERT INTO peer_deliveries (state) VALUES ?', [
        Array.from({ length: count }, () => ['pending']),
      ]);
      const jobs = Array.from({ length: count }, (_, index) => {
        const id = inserted.insertId + index;
        return { name: 'status', data: { id, path: `/v1/orders/B${id}/status` }, opts: { removeOnComplete: true } };
      });
      for (let from = 0; from < count; from += 1_000) await queue.addBulk(jobs.slice(from, from + 1_000));
    },
    async send({ count, atOnce }: { count: number; atOnce: number }): Promise<number> {
      let done = 0;
      const startedAt = performance.now();
      return new Promise<number>((resolve) => {
        const worker = new Worker(
          'deliveries',
          async ({ data }: { data: { id: number; path: string } }) => {
            await poster.post(data.path);
            await pool.execute(`UPDATE peer_deliveries SET state = 'delivered' WHERE id = ?`, [data.id]);
          },
          { connection, concurrency: atOnce },
        );
        worker.on('completed', () => {
          if (++done < count) return;
          const took = (performance.now() - startedAt) / 1_000;
          void worker.close().then(() => resolve(took));
        });
      });
    },
  },
);
