import { mentionOf } from './buyer-search.service.js';

describe('mentionOf', () => {
  const byPhone = mentionOf({ phone: '+7 900 111-22-33' });
  it.each(['+7 900 111-22-33', '8(900)1112233', '9001112233', '"phone":"79001112233"', 'тел. 8 900 111 22 33 2 шт'])(
    'finds the phone number in «%s»',
    (text) => expect(byPhone(text)).toBe(true),
  );
  it.each(['+7 900 111-22-34', '9001112', '', '900 сто 1112233'])('does not find it in «%s»', (text) =>
    expect(byPhone(text)).toBe(false),
  );

  const byName = mentionOf({ name: 'Семёнов  Пётр' });
  it.each(['Семёнов Пётр', '{"name":"СЕМЕНОВ ПЕТР"}', 'звонил семёнов пётр, перезвонить'])(
    'finds the name in «%s»',
    (text) => expect(byName(text)).toBe(true),
  );
  it.each(['Семёнов', 'Семёнов Петрович', 'Несемёнов Пётр'])('does not find it in «%s»', (text) =>
    expect(byName(text)).toBe(false),
  );

  it('finds an e-mail address in any case, and only as a whole', () => {
    const byEmail = mentionOf({ email: 'P.Sem+1@example.com' });
    expect(byEmail('mailto:p.sem+1@EXAMPLE.com;')).toBe(true);
    expect(byEmail('p.sem+12@example.com')).toBe(false);
    expect(byEmail('pXsem+1@example.com')).toBe(false);
  });

  it('finds names and addresses with signs of their own, and only as they are', () => {
    expect(mentionOf({ name: 'Римский-Корсаков Н.' })('г-н РИМСКИЙ-КОРСАКОВ Н., до двери')).toBe(true);
    expect(mentionOf({ email: 'a-b@c-d.example' })('"email":"A-B@C-D.example"')).toBe(true);
    expect(mentionOf({ email: 'a-b@c-d.example' })('ab@cd.example')).toBe(false);
    const signs = String.raw`O'Нил (А/Б) [1] {2} a\b ^$.*+?|-–—&~!@#%:;<>=,"_` + '`';
    expect(mentionOf({ name: signs })(`- ${signs} -`)).toBe(true);
  });

  it('is content with any of what is known, and finds nothing when nothing is', () => {
    expect(mentionOf({ phone: '+7 900 111-22-33', name: 'Пётр' })('Пётр')).toBe(true);
    expect(mentionOf({})('Пётр')).toBe(false);
  });
});
