import { strToU8, zipSync, type Zippable } from 'fflate';

type Cell = string | number;

/** An XLSX file of one sheet; texts are shared ones, as Excel writes them. @param instead other content of its files */
export function workbookOf(rows: Cell[][], instead: Zippable = {}): Uint8Array<ArrayBuffer> {
  const texts: string[] = [];
  const cellOf = (value: Cell, at: string) =>
    typeof value === 'number'
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" t="s"><v>${texts.push(value) - 1}</v></c>`;
  const rowOf = (cells: Cell[], index: number) =>
    `<row r="${index + 1}">${cells.map((cell, column) => cellOf(cell, `${String.fromCharCode(65 + column)}${index + 1}`)).join('')}</row>`;
  const sheet = rows.map(rowOf).join('');
  const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return new Uint8Array(
    zipSync({
      '[Content_Types].xml': strToU8('<Types/>'),
      'xl/workbook.xml': strToU8(
        '<workbook xmlns:r="r"><sheets><sheet name="Скрытый" state="hidden" r:id="rId1"/><sheet name="Прайс" r:id="rId2"/></sheets></workbook>',
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet9.xml"/><Relationship Id="rId2" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      'xl/sharedStrings.xml': strToU8(
        `<sst>${texts.map((text) => `<si><r><t>${escaped(text)}</t></r></si>`).join('')}</sst>`,
      ),
      'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
      ...instead,
    }),
  );
}
