/** Excel takes a file without it for one in the computer's old 8-bit encoding. */
export const BYTE_ORDER_MARK = '\uFEFF';

const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;
/** Without one of these a formula can neither call a function nor reach another sheet, file or program (DDE). */
const REACHES_OUT = /[|!(]/;
/** Some programs take a lone carriage return for the end of a row. */
const ROW_INSIDE = /(\r)([=+\-@＝＋－＠])/g;
const CELL_INSIDE = /([,;\t\r\n]["'\s]*)([=+\-@＝＋－＠])/g;
const NUMBER = /^-\d{1,15}([.,]\d+)?$/;
/** Spaces or brackets make it text for a spreadsheet; a bare run of digits would lose its plus, dashes would be reckoned. */
const PHONE = /^\+\d[\d \u00a0()-]*$/;
const PHONE_BREAK = /\d[ \u00a0(]/;

/**
 * A text fit for a CSV cell: spreadsheets run what begins with `=`, `+`, `-`, `@`, a tab or a line break (also in full width) as a
 * formula, and what buyers write reaches the shop's computers by this file. Such a text gets an apostrophe before it, as OWASP
 * advises (https://owasp.org/www-community/attacks/CSV_Injection), with two exceptions that cannot do anything and would only
 * become harder to read: a negative number, and a phone number in groups (`+7 900 000-00-00`), which stays text by itself.
 * OWASP also warns of cells begun by a separator inside the text: an Excel that splits at `,` would see one in `a,=f()`, so
 * a text that could reach out gets the apostrophe there too. Columns of numbers, amounts and times never come here, and in
 * XLSX a text cell is never a formula.
 */
export function withoutFormula(text: string): string {
  const safeInside = REACHES_OUT.test(text) ? text.replace(CELL_INSIDE, `$1'$2`) : text.replace(ROW_INSIDE, `$1'$2`);
  if (!FORMULA_START.test(text)) return safeInside;
  if (NUMBER.test(text) || (PHONE.test(text) && PHONE_BREAK.test(text))) return text;
  return `'${safeInside}`;
}
