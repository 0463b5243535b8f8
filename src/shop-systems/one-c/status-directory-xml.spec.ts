import { writeStatusDirectory } from './status-directory-xml.js';

const LATIN = 'C\u0442\u0430\u0442\u0443\u0441\u044b';
const CYRILLIC = '\u0421\u0442\u0430\u0442\u0443\u0441\u044b';

describe('the directory of statuses', () => {
  it('has them under both spellings, in windows-1251', () => {
    const bytes = writeStatusDirectory([
      { id: '3', name: 'В работе' },
      { id: '4', name: 'Склад №2 & <выдача> 🚗' },
    ]);
    const xml = new TextDecoder('windows-1251').decode(bytes);
    const list = (name: string) =>
      `  <${name}>\n` +
      '    <Элемент>\n      <Ид>3</Ид>\n      <Название>В работе</Название>\n    </Элемент>\n' +
      '    <Элемент>\n      <Ид>4</Ид>\n      <Название>Склад №2 &amp; &lt;выдача&gt; &#128663;</Название>\n    </Элемент>\n' +
      `  </${name}>\n`;
    expect(xml).toBe(
      `<?xml version="1.0" encoding="windows-1251"?>\n<Справочник>\n${list(LATIN)}${list(CYRILLIC)}` +
        '  <ПлатежныеСистемы/>\n  <СлужбыДоставки/>\n</Справочник>\n',
    );
  });
});
