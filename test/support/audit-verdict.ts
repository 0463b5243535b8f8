/** From `npm audit --json`, of which only this is read. */
interface Report {
  vulnerabilities?: Record<
    string,
    { severity: string; range: string; via: Array<string | { title: string; url: string }> }
  >;
  error?: { code?: string; summary?: string };
  message?: string;
}

export interface AuditVerdict {
  isFailed: boolean;
  /** For people to read. */
  lines: string[];
}

const SERIOUS = new Set(['high', 'critical']);

/**
 * What comes of an audit: known holes that are serious fail it, and so does a registry that could not be asked.
 * @param output of `npm audit --json`
 */
export function verdictOf(output: string): AuditVerdict {
  const report = parse(output);
  if (!report?.vulnerabilities) {
    const cause = report?.message || report?.error?.summary || report?.error?.code || 'npm gave no report';
    return {
      isFailed: true,
      lines: [
        `The audit of the dependencies failed: the registry could not be asked: ${cause}`,
        'Without network, AUDIT=off leaves it out.',
      ],
    };
  }
  const found = Object.entries(report.vulnerabilities);
  const serious = found.filter(([, { severity }]) => SERIOUS.has(severity));
  if (serious.length === 0) {
    const others = found.length === 0 ? '' : ` (${found.length} with less serious ones)`;
    return { isFailed: false, lines: [`No dependency has a known serious hole${others}.`] };
  }
  return {
    isFailed: true,
    lines: [
      `${serious.length} dependencies have known serious holes:`,
      ...serious.map(
        ([name, { severity, range, via }]) => `  ${name} ${range} (${severity}): ${via.map(nameOf).join('; ')}`,
      ),
    ],
  };
}

function parse(output: string): Report | undefined {
  try {
    return JSON.parse(output) as Report;
  } catch {
    return undefined;
  }
}

/** A hole of its own, or the dependency that it comes from. */
function nameOf(cause: string | { title: string; url: string }): string {
  return typeof cause === 'string' ? `by ${cause}` : `${cause.title} ${cause.url}`;
}
