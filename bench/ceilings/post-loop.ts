/** Posts as fast as the service's own HTTP client can, with nothing to look up or write down. `node post-loop.ts URL` */
import { HttpPoster } from '../support/http-poster.js';
import { tellParent } from '../support/child.js';

const poster = new HttpPoster(process.argv[2]!);

tellParent(
  {},
  {
    /** Posts so many, as many at once as the service; answers the seconds it took. */
    async post({ count, atOnce }: { count: number; atOnce: number }): Promise<number> {
      const startedAt = performance.now();
      let next = 0;
      const one = async () => {
        while (next < count) await poster.post(`/v1/orders/C${next}/positions/${next++}/status`);
      };
      await Promise.all(Array.from({ length: atOnce }, one));
      return (performance.now() - startedAt) / 1_000;
    },
  },
);
