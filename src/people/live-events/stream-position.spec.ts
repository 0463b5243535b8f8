import { StreamPosition } from './stream-position.js';

describe('StreamPosition', () => {
  it('takes each id once, also one that turns up after a bigger one', () => {
    const position = StreamPosition.at(10);
    expect([11, 14, 14, 12, 12, 9].map((id) => position.advance(id, 0))).toEqual([
      true,
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(position.last).toBe(14);
    expect(position.missing).toEqual([13]);
  });

  it('gives up an id that does not turn up in time', () => {
    const position = StreamPosition.at(10);
    position.advance(12, 1_000);
    position.advance(14, 4_000);
    position.forgetOld(6_500);
    expect(position.missing).toEqual([13]);
    expect(position.advance(11, 6_500)).toBe(false);
  });

  it('is written and read with what is missing', () => {
    const position = StreamPosition.at(116);
    for (const id of [118, 120]) position.advance(id, 0);
    expect(String(position)).toBe('120-117.119');
    const read = StreamPosition.parse('120-117.119', 0)!;
    expect([read.last, read.missing]).toEqual([120, [117, 119]]);
    expect(StreamPosition.parse('120', 0)!.missing).toEqual([]);
  });

  it.each(['', 'abc', '12-', '1;2', '-5', '12345678901'])('does not take «%s»', (text) => {
    expect(StreamPosition.parse(text, 0)).toBeUndefined();
  });

  it('stays small when ids jump', () => {
    const position = StreamPosition.at(0);
    position.advance(1_000_000, 0);
    position.advance(2_000_000, 0);
    expect(position.missing).toHaveLength(1_000);
    expect(String(position).length).toBeLessThan(500);
  });
});
