/**
 * Brings the first refused field into view, where it may be out of sight, and the reader to it.
 * @param errors by the path of the field in its form
 * @returns false = it has no field
 */
export function focusRefused(errors: Record<string, unknown>): boolean {
  const [first = ''] = Object.keys(errors);
  // The last, since a dialog stands behind the page in the document.
  const field = [...document.querySelectorAll<HTMLElement>(`[data-path="${CSS.escape(first)}"]`)].at(-1);
  field?.focus();
  return field !== undefined;
}
