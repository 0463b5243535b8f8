import { mentionedIn } from './mentions.js';

const PEOPLE = [
  { id: 1, name: 'Мария' },
  { id: 2, name: 'Мария Петрова' },
  { id: 3, name: 'Пётр Белых' },
  { id: 4, name: 'Пётр Ким' },
];

describe('whom a note speaks to', () => {
  it.each<[string, number[]]>([
    ['@Мария Петрова, позвони', [2]],
    ['@Мария, позвони', [1]],
    ['спроси у @петр белых и @МАРИЯ\u00a0 петрова', [3, 2]],
    ['@Петрова глянь', [2]],
    ['(@Ким)', [4]],
    ['@Мария и ещё раз @Мария', [1]],
  ])('«%s»', (text, ids) => {
    expect(mentionedIn(text, PEOPLE)).toEqual(ids);
  });

  it.each([
    ['a name that two share', '@Пётр, глянь'],
    ['another word that begins so', '@Марияна'],
    ['an e-mail address', 'shop@Мария.рф'],
    ['nobody', '@ и @, Мария'],
  ])('is nobody by %s', (_, text) => {
    expect(mentionedIn(text, PEOPLE)).toEqual([]);
  });
});
