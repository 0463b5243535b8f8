import { Adapter, adapterOrNull, CONTRACT_AS_IS, fillPlaceholders } from './adapter.js';
import { adapterErrors, secretErrors } from './adapter-rules.js';

const pathsOf = (adapter: Partial<Adapter>, allowPrivate = false) =>
  adapterErrors({ ...CONTRACT_AS_IS, ...adapter }, allowPrivate).map(({ path }) => path);

describe('adapter rules', () => {
  it('lets good settings through', () => {
    expect(
      pathsOf({
        url: 'https://api.example.com/o/{externalId}?x=1',
        positionUrl: 'o/{externalId}/p/{positionId}',
        headers: { 'X-Token': '{apiKey}', Authorization: 'Bearer {apiKey}', 'X-Shop': 'Seven 7' },
      }),
    ).toEqual([]);
  });

  it('refuses private targets unless they may be called', () => {
    expect(pathsOf({ url: 'http://127.0.0.1/{externalId}' })).toEqual(['adapter.url']);
    expect(pathsOf({ url: 'http://127.0.0.1/{externalId}' }, true)).toEqual([]);
    expect(pathsOf({ url: '//127.0.0.1/' }, true)).toEqual(['adapter.url']);
  });

  it('refuses a header that is there twice, in whatever letters', () => {
    expect(pathsOf({ headers: { 'X-A': '1', 'x-a': '2' } })).toEqual(['adapter.headers.x-a']);
  });

  it('finds secrets that were written out', () => {
    const adapter = { ...CONTRACT_AS_IS, outbound: '{ "k": "s3cr3t-key" }', headers: { 'X-A': 'pass-word' } };
    const paths = secretErrors(adapter, { password: 'pass-word', apiKey: 's3cr3t-key' }).map(({ path }) => path);
    expect(paths).toEqual(['adapter.headers.X-A', 'adapter.outbound']);
    expect(secretErrors(adapter, { password: '', apiKey: 'k' })).toEqual([]);
  });

  it('knows the contract as none, and fills known names only', () => {
    expect(adapterOrNull({ ...CONTRACT_AS_IS })).toBeNull();
    expect(adapterOrNull({ ...CONTRACT_AS_IS, method: 'PUT' })).toMatchObject({ method: 'PUT' });
    expect(fillPlaceholders('{a}/{b}/{toString}', { a: '$&' })).toBe('$&/{b}/{toString}');
  });
});
