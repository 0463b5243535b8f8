import { mailLink, phoneLink } from './contact-links';

describe('links to buyers', () => {
  it.each(['a@b.ru?cc=x@y.ru', 'a@b.ru,c@d.ru', 'не почта', 'a@b.ru&bcc=c', ''])('%j is no e-mail address', (text) =>
    expect(mailLink(text)).toBeUndefined(),
  );

  it.each(['+7 900;ext=1', '*#06#', 'позвоните 123456', '12', ''])('%j is no telephone number', (text) =>
    expect(phoneLink(text)).toBeUndefined(),
  );

  it('what is one has a link', () => {
    expect(mailLink('ivan@example.com')).toBe('mailto:ivan@example.com');
    expect(phoneLink('+7 (900) 000-00-00')).toBe('tel:+79000000000');
  });
});
