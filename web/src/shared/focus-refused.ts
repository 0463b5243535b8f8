/**
 * Brings the first refused field into view, where it may be out of sight, and the reader to it.
 * @param errors by the path of the field in its form
 * @returns false = it has no field
 */
export function focusRefused(errors: Record<string, unknown>): boolean {
  const [first = ''] = Object.keys(errors);
  const field = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(first)}"]`);
  field?.focus();
  return field !== null;
}
