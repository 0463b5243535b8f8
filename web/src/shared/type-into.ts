/** Writes into a field as typing does, so that it can be undone; leaves the caret behind it. */
export function typeInto(field: HTMLTextAreaElement, from: number, to: number, insertion: string): void {
  field.focus();
  field.setSelectionRange(from, to);
  if (document.execCommand('insertText', false, insertion)) return;
  field.setRangeText(insertion, from, to, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
