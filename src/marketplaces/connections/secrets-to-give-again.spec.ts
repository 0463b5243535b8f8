import { CONTRACT_AS_IS } from './adapter.js';
import { secretsToGiveAgain } from './secrets-to-give-again.js';

describe('stored secrets when an address changes', () => {
  const kept = { apiUrl: 'https://api.example.com/v1', adapter: null, passwordSealed: 'x', apiKeySealed: 'y' };
  const asked = (apiUrl: string, given = {}, before = kept) =>
    secretsToGiveAgain(before, { ...before, apiUrl }, given).map(({ path }) => path);

  it.each(['https://evil.example', 'https://api.example.com.evil.example', 'http://api.example.com/v1', ''])(
    'are asked for again at %j',
    (apiUrl) => expect(asked(apiUrl)).toEqual(['password', 'apiKey']),
  );

  it.each(['https://api.example.com/v2', 'https://API.example.com:8443'])('stay at %s', (apiUrl) =>
    expect(asked(apiUrl)).toEqual([]),
  );

  it('are not asked for where they come along, or are taken away, or there are none', () => {
    expect(asked('https://evil.example', { password: 'p', apiKey: '' })).toEqual([]);
    expect(asked('https://evil.example', { password: 'p' })).toEqual(['apiKey']);
    expect(asked('https://evil.example', {}, { ...kept, passwordSealed: '', apiKeySealed: '' })).toEqual([]);
  });

  it('are not asked for at the first address', () => {
    expect(asked('https://api.example.com', {}, { ...kept, apiUrl: '' })).toEqual([]);
  });

  it('are asked for when the adapter leads elsewhere', () => {
    const elsewhere = { ...CONTRACT_AS_IS, url: 'https://evil.example/{externalId}' };
    const errors = secretsToGiveAgain(kept, { ...kept, adapter: elsewhere }, {});
    expect(errors.map(({ path }) => path)).toEqual(['password', 'apiKey']);
    const below = { ...CONTRACT_AS_IS, url: '/orders/{externalId}' };
    expect(secretsToGiveAgain(kept, { ...kept, adapter: below }, {})).toEqual([]);
  });
});
