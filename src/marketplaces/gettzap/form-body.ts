/**
 * Writes an object as form fields in UTF-8: texts, numbers and true/false as they are, arrays as repeated fields, null as none.
 * @returns what cannot be written so, by name
 */
export function formBody(value: unknown): { body: string } | { problem: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: 'its result must be an object to be sent as form fields' };
  }
  const fields = new URLSearchParams();
  for (const [name, content] of Object.entries(value)) {
    for (const each of Array.isArray(content) ? content : [content]) {
      if (each === null) continue;
      if (typeof each === 'object') return { problem: `the form field ${name} must be a text, a number or true/false` };
      fields.append(name, String(each));
    }
  }
  return { body: fields.toString() };
}
