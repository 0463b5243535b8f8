/** Stands for whoever is told: answers every POST at once, counts, and remembers when each path was called first. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tellParent } from './support/child.js';

let count = 0;
let remembers = false;
let arrivals: Record<string, number> = {};
const answer = Buffer.from('{"result":"ok"}');

const server = createServer((request, response) => {
  count += 1;
  if (remembers) arrivals[request.url!] ??= Number(process.hrtime.bigint()) / 1e6;
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': answer.length }).end(answer);
  });
});
server.keepAliveTimeout = 60_000;

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  tellParent(
    { url: `http://127.0.0.1:${port}` },
    {
      count: () => count,
      remember: (yes: boolean) => {
        remembers = yes;
        arrivals = {};
      },
      /** Milliseconds of the clock that all processes share, by path. */
      arrivals: () => arrivals,
    },
  );
});
