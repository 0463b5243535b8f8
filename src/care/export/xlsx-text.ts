/** The most that a cell of Excel holds. */
const MAX_LENGTH = 32_767;
/** What XML 1.0 cannot hold, halves of surrogate pairs included. */
const NOT_XML =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Read by spreadsheets as the character of that number (ECMA-376, 22.9.2.19 ST_Xstring). */
const ESCAPE = /_(?=x[0-9a-fA-F]{4}_)/g;

/** A text as a cell of an XLSX file shows it unchanged. */
export function xlsxText(text: string): string {
  return text
    .replace(NOT_XML, '')
    .slice(0, MAX_LENGTH)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(ESCAPE, '_x005F_');
}
