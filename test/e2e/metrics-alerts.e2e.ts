import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MetricsText } from '../support/metrics.js';
import { Shop } from '../support/shop.js';
import { JOB_NAMES } from '../../web/src/system/job-names.js';

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

  describe('of jobs', () => {
    const expressionOf = (alert: string) => new RegExp(`- alert: ${alert}\\n +expr: (.*)`).exec(rules)?.[1] ?? '';
    const severityOf = (alert: string) =>
      new RegExp(`- alert: ${alert}\\n(?: .*\\n)*? +labels: \\{ severity: (\\w+)`).exec(rules)?.[1];
    const nameOf = (line: string) => [...line.matchAll(/`([\w-]+)`/g)].map((match) => match[1]!);
    const explained = (alert: string) => {
      const section = guide.split(`### ${alert}\n`)[1]!.split('\n### ')[0]!;
      return section
        .split('\n')
        .filter((line) => line.startsWith('| `'))
        .flatMap((line) => nameOf(line.split('|')[1]!));
    };

    const jobsOf = (alert: string) => /job=~"([^"]+)"/.exec(expressionOf(alert))?.[1]?.split('|') ?? [];
    const [needed, removing] = [jobsOf('PartsdeskJobStalled'), jobsOf('PartsdeskCleaningStalled')];

    it('wake somebody for those that orders and deliveries depend on alone', () => {
      expect(needed).toEqual([
        ...['outbox', 'interrupted-attempts', 'stuck-ordering-keys', 'hand-over-queue', 'abcp-follow'],
        ...['parts-soft-follow', 'processing-rules', 'decision-deadlines', 'item-deadlines'],
      ]);
      const severities = ['PartsdeskJobStalled', 'PartsdeskSideJobStalled', 'PartsdeskCleaningStalled'].map(severityOf);
      expect(severities).toEqual(['critical', 'warning', 'warning']);
    });

    it('leave time to what is removed in many steps, which may take long where there is much', () => {
      expect(removing).toEqual(['retention', 'price-list-sweep']);
    });

    it('watch each job by one of them, which says what stands still with it', () => {
      const known = Object.keys(JOB_NAMES.en);
      expect([...needed, ...removing].filter((name) => !known.includes(name))).toEqual([]);
      expect(expressionOf('PartsdeskSideJobStalled')).toContain(`{job!~"${[...needed, ...removing].join('|')}"}`);
      expect(explained('PartsdeskJobStalled').sort()).toEqual(needed.toSorted());
      const others = known.filter((name) => ![...needed, ...removing].includes(name));
      expect(explained('PartsdeskSideJobStalled').sort()).toEqual(others.sort());
    });
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
