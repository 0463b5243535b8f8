import { xlsxText } from './xlsx.js';

describe('xlsxText', () => {
  it('leaves ordinary text alone', () => {
    for (const text of ['', 'Колодки <b> & "q"', '=1+1', 'a\nb\tc', '😀', '_x_']) expect(xlsxText(text)).toBe(text);
  });

  it('removes what XML cannot hold', () => {
    expect(xlsxText('a\u0000b\u001fc\ufffed\ud800e\udc00f')).toBe('abcdef');
  });

  it('keeps a text that looks like an escape', () => {
    expect(xlsxText('_x0041_')).toBe('_x005F_x0041_');
  });

  it('cuts at what a cell holds, between characters', () => {
    expect(xlsxText('я'.repeat(40_000))).toHaveLength(32_767);
    expect(xlsxText('я'.repeat(32_766) + '😀')).toBe('я'.repeat(32_766));
  });
});
