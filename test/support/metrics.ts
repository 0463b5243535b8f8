/** One answer of /metrics, to be asked for single figures. */
export class MetricsText {
  private constructor(readonly text: string) {}

  static async read(url: string): Promise<MetricsText> {
    const response = await fetch(`${url}/metrics`);
    if (response.status !== 200) throw new Error(`/metrics answered ${response.status}`);
    return new MetricsText(await response.text());
  }

  /** Names as in `# TYPE`: a histogram has one name here. */
  get names(): string[] {
    return [...this.text.matchAll(/^# TYPE (\S+) /gm)].map((match) => match[1]!);
  }

  /** The value of the one series that has at least these labels; undefined = there is none. */
  value(name: string, labels: Record<string, string> = {}): number | undefined {
    const line = this.text
      .split('\n')
      .find(
        (each) =>
          (each.startsWith(`${name} `) || each.startsWith(`${name}{`)) &&
          Object.entries(labels).every(([label, value]) => each.includes(`${label}="${value}"`)),
      );
    return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
  }
}
