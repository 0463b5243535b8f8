/** A backlog sent by pg-boss, fetched and completed in batches. `node pg-boss.ts POSTGRES_URL SINK_URL` */
import { tellParent } from '../support/child.js';
import { HttpPoster } from '../support/http-poster.js';
import { loadPeer, QUEUES } from './peers.js';

const BATCH = 100;
const [postgresUrl, sinkUrl] = process.argv.slice(2);
const PgBoss = await loadPeer(QUEUES, 'pg-boss');
const boss = new PgBoss(postgresUrl);
boss.on('error', (error: Error) => console.error(error));
await boss.start();
await boss.createQueue('deliveries');
const poster = new HttpPoster(sinkUrl!);

tellParent(
  {},
  {
    async fill(count: number): Promise<void> {
      const jobs = Array.from({ length: count }, (_, index) => ({
        name: 'deliveries',
        data: { path: `/v1/orders/P${index}/status` },
      }));
      for (let from = 0; from < count; from += 1_000) await boss.insert(jobs.slice(from, from + 1_000));
    },
    async send({ atOnce }: { atOnce: number }): Promise<number> {
      const startedAt = performance.now();
      for (;;) {
        const jobs: Array<{ id: string; data: { path: string } }> = await boss.fetch('deliveries', {
          batchSize: BATCH,
        });
        if (!jobs?.length) return (performance.now() - startedAt) / 1_000;
        let next = 0;
        const one = async () => {
          while (next < jobs.length) await poster.post(jobs[next++]!.data.path);
        };
        await Promise.all(Array.from({ length: atOnce }, one));
        await boss.complete(
          'deliveries',
          jobs.map(({ id }) => id),
        );
      }
    },
  },
);
