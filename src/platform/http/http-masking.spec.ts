import { maskHeaders, secretMasker } from './http-masking.js';

const basic = (signIn: string) => `Basic ${Buffer.from(signIn, 'utf8').toString('base64')}`;

describe('headers as they are shown', () => {
  it.each(['Authorization', 'X-API-KEY', 'cookie', 'Set-Cookie', 'Proxy-Authorization', 'webhook-signature'])(
    '%s is replaced by stars, however it is written',
    (name) => {
      expect(maskHeaders({ [name]: 'secret' })).toEqual({ [name]: '***' });
    },
  );

  it('the others stay, as text', () => {
    expect(maskHeaders({ 'Content-Length': 5, Via: ['a', 'b'] })).toEqual({ 'Content-Length': '5', Via: 'a,b' });
  });
});

describe('what a receiver says, as it is shown', () => {
  const mask = secretMasker({
    Authorization: basic('office:pass"word'),
    'X-Api-Key': Buffer.from('ключ-1', 'utf8').toString('latin1'),
    'Idempotency-Key': 'not-a-secret',
  });

  it.each([
    ['the whole header', basic('office:pass"word')],
    ['the credentials as they are sent', basic('office:pass"word').slice(6)],
    ['login and password', 'office:pass"word'],
    ['the password', 'pass"word'],
    ['the password inside JSON', 'pass\\"word'],
    ['the key as text', 'ключ-1'],
    ['the key as it is sent', Buffer.from('ключ-1', 'utf8').toString('latin1')],
  ])('%s is replaced by stars', (_, secret) => {
    expect(mask(`You sent ${secret}, and ${secret} is wrong.`)).toBe('You sent ***, and *** is wrong.');
  });

  it('what is no secret stays', () => {
    expect(mask('office not-a-secret word')).toBe('office not-a-secret word');
  });

  it('secrets of three signs and less stay, since they would be found everywhere', () => {
    expect(secretMasker({ 'X-Api-Key': '200' })('HTTP 200')).toBe('HTTP 200');
  });

  it('a request without secrets masks nothing', () => {
    expect(secretMasker({})('anything')).toBe('anything');
  });
});
