import { startSandbox, type Sandbox } from './sandbox.js';

describe('page of the sandbox', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, login: 'shop', password: 'p', apiKey: 'key' });
  });

  afterAll(() => sandbox.close());

  const linked = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]!);

  it('can neither run nor load what is not its own', async () => {
    const { headers } = await fetch(sandbox.url);
    const policy = headers.get('content-security-policy')!.split('; ');
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'", "trusted-types 'none'"]),
    );
    expect(policy.join()).not.toMatch(/unsafe|\*|http/);
  });

  it('is whole: every file it names is served with its type, and none comes from elsewhere', async () => {
    const html = await (await fetch(sandbox.url)).text();
    expect(html).toContain('<title>Песочница GettZap</title>');
    expect(html).not.toMatch(/https?:\/\/|\son\w+=|<style|style=/);
    const waiting = linked(html, /(?:href|src)="(\/page\/[^"]+)"/g);
    const seen = new Map<string, string | null>();
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (seen.has(path)) continue;
      const answer = await fetch(sandbox.url + path);
      expect([path, answer.status]).toEqual([path, 200]);
      seen.set(path, answer.headers.get('content-type'));
      if (path.endsWith('.js')) {
        const script = await answer.text();
        expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|from 'http/);
        waiting.push(...linked(script, /from '\.\/([^']+)'/g).map((name) => `/page/${name}`));
      }
    }
    expect(seen.get('/page/app.js')).toBe('text/javascript; charset=utf-8');
    expect(seen.get('/page/base.css')).toBe('text/css; charset=utf-8');
    expect(seen.size).toBeGreaterThan(10);
  });

  it.each(['/page/../page.ts', '/page/%2e%2e%2fpage.ts', '/page/nothing.js', '/page/'])(
    'serves no %s',
    async (path) => {
      expect((await fetch(sandbox.url + path)).status).toBe(404);
    },
  );
});
