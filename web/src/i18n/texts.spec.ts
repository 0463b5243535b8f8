import '../../../test/support/browserless';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definedTexts, type TextTree } from './texts';

const PANEL = join(__dirname, '..');

const filesWithTexts = readdirSync(PANEL, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.spec.ts'))
  .map((name) => join(PANEL, name))
  .filter((path) => /\bdefineTexts\('/.test(readFileSync(path, 'utf8')));

// The tests below are named by what was loaded, so it is loaded before they are.
// oxlint-disable-next-line typescript/no-require-imports -- an import would only come later
for (const path of filesWithTexts) require(path);

/** Texts by their keys: `state.new`; of plural forms only `found_one`, `found_few`, … */
function flat(tree: TextTree, prefix = ''): Record<string, string> {
  const parts = Object.entries(tree).map(([key, value]) =>
    typeof value === 'string' ? { [prefix + key]: value } : flat(value, `${prefix}${key}.`),
  );
  return Object.assign({}, ...parts);
}

const FORM = /_(one|few|many|other)$/;

const bare = (key: string) => key.replace(FORM, '');

/** Keys without plural forms, and those of plural forms that are not just these. */
function shape(tree: TextTree, forms: string): { keys: string[]; wrongForms: string[] } {
  const keys = Object.keys(flat(tree));
  const formsOf = (name: string) =>
    keys.filter((key) => FORM.test(key) && bare(key) === name).map((key) => FORM.exec(key)![1]);
  const counted = keys.filter((key) => FORM.test(key)).map(bare);
  const wrongForms = counted.filter((name) => formsOf(name).sort().join() !== forms);
  return { keys: [...new Set(keys.map(bare))].sort(), wrongForms };
}

/** Names that stand for values: `{{name}}`. */
const valuesIn = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort().join();

describe('the texts of the panel', () => {
  it('are all looked at', () => {
    expect(definedTexts().size).toBe(filesWithTexts.length);
    expect(filesWithTexts.length).toBeGreaterThan(5);
  });

  it.each([...definedTexts().keys()])(
    '%s: Russian and English say the same things, with the forms that each needs',
    (group) => {
      const { ru, en } = definedTexts().get(group)!;
      const [russian, english] = [shape(ru, 'few,many,one,other'), shape(en, 'one,other')];
      expect(english.keys).toEqual(russian.keys);
      expect([...russian.wrongForms, ...english.wrongForms]).toEqual([]);
    },
  );

  it.each([...definedTexts().keys()])('%s: both languages name the same values, and none is empty', (group) => {
    const { ru, en } = definedTexts().get(group)!;
    const [russian, english] = [flat(ru), flat(en)];
    const different = Object.keys(english).filter((key) => valuesIn(english[key]) !== valuesIn(russian[key] ?? ''));
    const empty = [...Object.values(russian), ...Object.values(english)].filter((text) => !text.trim());
    expect({ different, empty }).toEqual({ different: [], empty: [] });
  });
});
