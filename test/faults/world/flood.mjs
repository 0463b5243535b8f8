import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** So many connections that ask again as soon as they are answered, from a thread of their own: the trial's is for who is disturbed. */
const { url, hands, kind } = workerData;
const agent = new Agent({ keepAlive: true, maxSockets: hands });
let asked = 0;

const CALLS = {
  'sign-ins': () => [
    'POST',
    '/api/auth/login',
    JSON.stringify({ email: `nobody-${asked}@example.com`, password: 'wrong' }),
    { 'X-Forwarded-For': '203.0.113.7' },
  ],
  metrics: () => ['GET', '/metrics', '', {}],
  'unknown links': () => ['POST', `/gettzap/orders/${String(asked).padEnd(43, 'A')}`, '{}', {}],
};

function ask() {
  asked += 1;
  const [method, path, body, headers] = CALLS[kind]();
  const type = body === '' ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  const call = request(url + path, { method, agent, headers: { ...type, ...headers } }, (answer) => {
    answer.resume().on('close', ask);
  });
  call.on('error', () => setTimeout(ask, 100));
  call.end(body);
}

parentPort.postMessage('begun');
for (let hand = 0; hand < hands; hand++) ask();
