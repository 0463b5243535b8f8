import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MetricsText } from '../support/metrics.js';
import { Shop } from '../support/shop.js';

const read = (...path: string[]) => readFileSync(join(__dirname, '..', '..', ...path), 'utf8');

/** Everything that an operator is told about alerts and metrics, held against what the service shows. */
describe('alert rules and their documentation', () => {
  const rules = read('ops', 'prometheus-rules.yml');
  const guide = read('docs', 'operations.md');
  const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map((match) => match[1]!);
  let shown: MetricsText;
  const answered = (status: string) =>
    shown.value('partsdesk_http_request_duration_seconds_count', { route: '/gettzap/orders/:secret', status });

  beforeAll(async () => {
    const shop = await Shop.open();
    await shop.receive('GZ-1');
    shown = await MetricsText.read(shop.url);
    await shop.close();
  });

  it('watch only metrics that the service shows', () => {
    const named = [...rules.matchAll(/\b(?:partsdesk|nodejs|process)_\w+/g)].map(([name]) => name);
    const used = new Set(named.map((name) => name.replace(/_(?:bucket|count|sum)$/, '')));
    expect(used.size).toBeGreaterThan(10);
    expect([...used].filter((name) => !shown.names.includes(name))).toEqual([]);
  });

  it('name the route of the order links as it is shown', () => {
    expect(rules).toContain('route="/gettzap/orders/:secret"');
    expect(answered('200')).toBe(1);
  });

  it('see the first message of GettZap that is refused or fails: each answer is counted from 0', () => {
    const table = guide.split('### PartsdeskOrdersTurnedAway')[1]!.split('###')[0]!;
    const refusals = [...table.matchAll(/^\| (4\d\d) /gm)].map((match) => match[1]!);
    expect(refusals.length).toBeGreaterThan(4);
    const counts = [...refusals, '500', '503'].map((status) => [status, answered(status)]);
    expect(counts).toEqual(counts.map(([status]) => [status, 0]));
  });

  it('have a severity, a summary and a section each', () => {
    expect(alerts.length).toBeGreaterThan(10);
    expect(rules.match(/severity: (?:critical|warning|info) \}/g)).toHaveLength(alerts.length);
    expect(rules.match(/summary: '/g)).toHaveLength(alerts.length);
    const headings = new Set([...guide.matchAll(/^#+ (\w+)$/gm)].map((match) => match[1]));
    expect(alerts.filter((alert) => !headings.has(alert))).toEqual([]);
  });

  it('wake nobody for what is removed in many steps, which may take long where there is much', () => {
    const expressionOf = (alert: string) => new RegExp(`- alert: ${alert}\\n +expr: (.*)`).exec(rules)?.[1];
    const removing = 'retention|price-list-sweep';
    expect(expressionOf('PartsdeskJobStalled')).toContain(`{job!~"${removing}"}`);
    expect(expressionOf('PartsdeskCleaningStalled')).toContain(`{job=~"${removing}"}`);
  });

  it('have no section without an alert', () => {
    const sections = [...guide.matchAll(/^#+ (Partsdesk\w+)$/gm)].map((match) => match[1]!);
    expect(sections.filter((section) => !alerts.includes(section))).toEqual([]);
  });

  it('document every metric of the service', () => {
    const ours = shown.names.filter((name) => name.startsWith('partsdesk_'));
    expect(ours.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
    const documented = [...guide.matchAll(/`(partsdesk_\w+)`/g)].map((match) => match[1]!);
    expect(documented.filter((name) => !ours.includes(name))).toEqual([]);
  });
});
