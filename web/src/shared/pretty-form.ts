/** A form as it is sent, field by field in words. */
export function prettyForm(body: string): string {
  return [...new URLSearchParams(body)].map(([name, value]) => `${name}=${value}`).join('\n');
}
