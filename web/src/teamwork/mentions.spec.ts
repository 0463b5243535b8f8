import { colleaguesLike, mentionPlace } from './mentions';

describe('a colleague who is being named', () => {
  it.each([
    ['@', '', 0],
    ['спроси у @Пет', 'Пет', 9],
    ['@Мария Пет', 'Мария Пет', 0],
    ['(@Пет', 'Пет', 1],
    ['первая строка\n@Пет', 'Пет', 14],
  ])('«%s»', (text, typed, from) => {
    expect(mentionPlace(text, text.length)).toEqual({ from, to: text.length, typed });
  });

  it.each(['почта p@example', 'никого', '@Мария Петрова уже'])('is not in «%s»', (text) => {
    expect(mentionPlace(text, text.length)).toBeUndefined();
  });

  it('is found by any word of the name, until it is written out', () => {
    const colleagues = [{ name: 'Пётр Белых' }, { name: 'Мария Петрова' }, { name: 'Олег' }];
    const names = (typed: string) => colleaguesLike(colleagues, typed).map(({ name }) => name);
    expect([names(''), names('пет'), names('Белы'), names('олег')]).toEqual([
      ['Пётр Белых', 'Мария Петрова', 'Олег'],
      ['Пётр Белых', 'Мария Петрова'],
      ['Пётр Белых'],
      [],
    ]);
  });
});
