import { customerKeyOf } from './customer-key.js';

const BUYER = { regionId: 1, name: 'Пётр Иванов', phone: '+7 900 000-00-01', email: 'p@example.com' };
const key = (change: Partial<typeof BUYER>) => customerKeyOf({ ...BUYER, ...change });

describe('customerKeyOf', () => {
  it.each([
    ['a phone written otherwise', { phone: '8 (900) 0000001', name: 'Пётр' }],
    ['without the country', { phone: '900 000 00 01', email: '' }],
  ])('is the same for %s', (_, change) => {
    expect(key(change)).toBe(key({}));
  });

  it('goes by the e-mail without a phone, and by the name without both', () => {
    expect(key({ phone: '', email: ' P@Example.com ' })).toBe(key({ phone: '-', name: 'Другой' }));
    expect(key({ phone: '', email: '', name: 'петр  ИВАНОВ' })).toBe(key({ phone: '', email: '' }));
  });

  it('is another one for another phone, e-mail, name or region, and for the same text of another kind', () => {
    const nameless = { phone: '', email: '' };
    const keys = [
      key({}),
      key({ phone: '+7 900 000-00-02' }),
      key({ regionId: 2 }),
      key({ phone: '' }),
      key({ phone: '', email: 'q@example.com' }),
      key(nameless),
      key({ ...nameless, name: 'p@example.com' }),
      key({ ...nameless, name: '' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
