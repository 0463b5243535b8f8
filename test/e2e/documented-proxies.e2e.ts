import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (...path: string[]) => readFileSync(join(__dirname, '..', '..', ...path), 'utf8');

interface Operation {
  requestBody?: { content: Record<string, unknown> };
}

/** Addresses of the API that take files, of any length that `PRICE_LIST_MEGABYTES` allows, as they are called. */
function addressesOfFiles(): string[] {
  const { paths } = JSON.parse(read('openapi.json')) as { paths: Record<string, Record<string, Operation>> };
  const takesFile = ({ requestBody }: Operation) => requestBody?.content['multipart/form-data'] !== undefined;
  const routes = Object.keys(paths).filter((route) => Object.values(paths[route]!).some(takesFile));
  return routes.filter((route) => route.startsWith('/api/')).map((route) => route.replaceAll(/\{\w+\}/g, '17'));
}

/** The reverse proxies of docs/production.md let through what the service takes. */
describe('the documented proxy', () => {
  const guide = read('docs', 'production.md');
  const [nginx = '', caddy = ''] = ['nginx', 'caddy'].map((name) => guide.split(`\`\`\`${name}\n`)[1]?.split('```')[0]);
  const addresses = addressesOfFiles();

  it('of nginx lets files of price lists through', () => {
    const locations = [...nginx.matchAll(/location ~ (\S+) \{([^}]*)\}/g)];
    const limitOf = (address: string) => {
      const [, , body = ''] = locations.find(([, pattern]) => new RegExp(pattern!).test(address)) ?? [];
      return Number(/client_max_body_size (\d+)m;/.exec(body)?.[1] ?? 1);
    };
    expect(addresses.length).toBeGreaterThan(1);
    expect(addresses.filter((address) => limitOf(address) < 300)).toEqual([]);
    expect(limitOf('/api/brands/import')).toBe(4);
    expect(limitOf('/api/orders')).toBe(1);
  });

  it('of Caddy lets files of price lists through', () => {
    const matcher = (name: string) => new RegExp(`@${name} (?:not )?path ([^\\n]*)`).exec(caddy)?.[1]?.split(' ') ?? [];
    const takes = (paths: string[], address: string) =>
      paths.some((path) => new RegExp(`^${path.replaceAll('*', '.*')}$`).test(address));
    expect(caddy).toMatch(/request_body @lists \{\s+max_size 300MiB/);
    expect(addresses.filter((address) => !takes(matcher('lists'), address))).toEqual([]);
    expect(addresses.filter((address) => !takes(matcher('others'), address))).toEqual([]);
    expect(takes(matcher('others'), '/api/brands/import')).toBe(true);
    expect(takes(matcher('lists'), '/api/orders')).toBe(false);
  });

  it('of nginx takes addresses that name a thousand orders', () => {
    expect(nginx).toContain('large_client_header_buffers 4 16k;');
  });

  it('of nginx passes over a replica that is away, and sends an order to the next one when its answer is lost', () => {
    const upstream = /upstream partsdesk \{([^}]*)\}/.exec(nginx)![1]!;
    const servers = [...upstream.matchAll(/server (.*);/g)].map(([, server]) => server);
    expect(servers.length).toBeGreaterThan(1);
    expect(servers.filter((server) => !server!.endsWith(' max_fails=0'))).toEqual([]);
    expect(nginx).toMatch(/proxy_connect_timeout 1s;/);
    const orderLink = /location \/gettzap\/orders\/ \{([^}]*)\}/.exec(nginx)![1]!;
    expect(orderLink).toContain('proxy_next_upstream error timeout http_503 non_idempotent;');
  });

  it('of nginx asks the next replica for a file of the panel that one with another version does not have', () => {
    const assets = /location \/assets\/ \{([^}]*)\}/.exec(nginx)![1]!;
    expect(assets).toContain('proxy_next_upstream error timeout http_404;');
  });

  it('of Caddy keeps a browser with the replica whose version of the panel it has', () => {
    expect(caddy).toContain('lb_policy cookie');
  });

  it('of Caddy passes over a replica that is away, and sends an order to the next one when its answer is lost', () => {
    expect(caddy).toContain('lb_try_duration 5s');
    expect(caddy).toContain('lb_retry_match path /gettzap/orders/*');
  });
});
