import { verdictOf } from './audit-verdict.js';

const hole = (severity: string) => ({
  severity,
  range: '<1.2.3',
  via: [{ title: 'Reads files', url: 'https://example.com/advisory' }, 'another'],
});
const report = (vulnerabilities: object) => JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: {} });

describe('the audit of the dependencies', () => {
  it('passes when nothing is known of them', () => {
    expect(verdictOf(report({}))).toEqual({ isFailed: false, lines: ['No dependency has a known serious hole.'] });
  });

  it('passes with holes that are not serious, and counts them', () => {
    const { isFailed, lines } = verdictOf(report({ one: hole('moderate'), two: hole('low') }));
    expect([isFailed, lines]).toEqual([false, [expect.stringContaining('2 with less serious ones')]]);
  });

  it.each(['high', 'critical'])('fails with a %s hole, and names it', (severity) => {
    const { isFailed, lines } = verdictOf(report({ one: hole('low'), bad: hole(severity) }));
    expect(isFailed).toBe(true);
    expect(lines).toEqual([
      '1 dependencies have known serious holes:',
      `  bad <1.2.3 (${severity}): Reads files https://example.com/advisory; by another`,
    ]);
  });

  it.each([
    [
      'a registry without audits',
      JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405, error: { summary: '' } }),
      '405',
    ],
    ['a machine without network', JSON.stringify({ error: { code: 'ENOTFOUND', summary: '' } }), 'ENOTFOUND'],
    ['no output at all', '', 'no report'],
    ['an output that is no report', 'npm error', 'no report'],
  ])('fails, and says how it is left out, with %s', (_, output, cause) => {
    const { isFailed, lines } = verdictOf(output);
    expect([isFailed, lines]).toEqual([true, [expect.stringContaining(cause), expect.stringContaining('AUDIT=off')]]);
  });
});
