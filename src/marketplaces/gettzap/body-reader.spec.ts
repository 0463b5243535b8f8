import { gzipSync } from 'node:zlib';
import { windows1251 } from '../../../test/support/hard-cases.js';
import { LARGEST_MESSAGE, ReadBody, readBody, RefusedBody } from './body-reader.js';

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data; boundary=X';

const read = (body: string | Buffer, contentType: string, encoding?: string) =>
  readBody({ body: Buffer.from(body), contentType, headers: encoding ? { 'content-encoding': encoding } : {} });

async function treeOf(body: string | Buffer, contentType: string, encoding?: string): Promise<unknown> {
  const result = await read(body, contentType, encoding);
  if (result instanceof RefusedBody) throw new Error(`refused: ${result.outcome} ${result.detail.code}`);
  expect(result.problem).toBeNull();
  return JSON.parse(JSON.stringify(result.tree));
}

/** A multipart body of these parts, each its headers and its content. */
const parts = (...all: Array<[disposition: string, content: string | Buffer]>) =>
  Buffer.concat([
    ...all.flatMap(([head, content]) => [
      Buffer.from(`--X\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
    Buffer.from('--X--\r\n'),
  ]);

describe('a form as a tree', () => {
  it.each<[string, object]>([
    ['id=7&name=a', { id: '7', name: 'a' }],
    ['id=007&price=3450.00', { id: '007', price: '3450.00' }],
    ['a=1&a=2&a=3', { a: ['1', '2', '3'] }],
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a[b][]=1', { a: { b: ['1'] } }],
    ['p[0][id]=1&p[0][n]=x&p[1][id]=2', { p: [{ id: '1', n: 'x' }, { id: '2' }] }],
    ['p[1]=b&p[0]=a', { p: { 1: 'b', 0: 'a' } }],
    ['p[7][id]=1&p[][id]=2', { p: { 7: { id: '1' }, 8: { id: '2' } } }],
    ['a[x]=1&a[x]=2', { a: { x: ['1', '2'] } }],
    ['a=1&a[b]=2', { a: { b: '2' } }],
    ['a[b]=2&a=1', { a: '1' }],
    ['a[=1&b]=2&[c]=3&d[e=4', { 'a[': '1', 'b]': '2', '[c]': '3', 'd[e': '4' }],
    ['a&b=&=c', { a: '', b: '', '': 'c' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=1+2%2B3&%D1%91=%D1%91', { a: '1 2+3', ё: 'ё' }],
    ['a=100%&b=%zz', { a: '100%', b: '%zz' }],
    ['order%5Bid%5D=7', { order: { id: '7' } }],
    ['', {}],
  ])('%s', async (body, tree) => {
    expect(await treeOf(body, FORM)).toEqual(tree);
  });

  it('windows-1251, as it is and behind percent signs', async () => {
    const word = windows1251('Заказ');
    const escaped = [...word].map((byte) => `%${byte.toString(16)}`).join('');
    const body = Buffer.concat([Buffer.from('a='), word, Buffer.from(`&b=${escaped}`)]);
    expect(await treeOf(body, `${FORM}; charset=windows-1251`)).toEqual({ a: 'Заказ', b: 'Заказ' });
  });

  it('names like __proto__ are names', async () => {
    const tree = (await read('__proto__[x]=1&constructor=2', FORM)) as ReadBody;
    expect(JSON.stringify(tree.tree)).toBe('{"__proto__":{"x":"1"},"constructor":"2"}');
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('is looked at no further than its bounds: what comes behind them is not even decoded', async () => {
    const unreadable = Buffer.from([0xff]);
    const body = Buffer.concat([Buffer.from('a&'.repeat(50_001)), unreadable]);
    expect(await read(body, FORM)).toMatchObject({ problem: { code: 'too_many_values' } });
    expect(await read(unreadable, FORM)).toMatchObject({ outcome: 'invalid_body' });
  });

  it('counts the levels of its names as values, as JSON does', async () => {
    const fields = (count: number) => 'a[][][][][]=&'.repeat(count);
    expect(await read(fields(9_000), FORM)).toMatchObject({ problem: null });
    expect(await read(fields(11_000), FORM)).toMatchObject({ problem: { code: 'too_many_values' } });
  });
});

describe('a multipart form as a tree', () => {
  it('fields, nested and repeated, and files that are text', async () => {
    const body = parts(
      ['name="order[id]"', '7'],
      ['name="order[p][]"', 'тормоз'],
      ['name="order[p][]"', 'масло'],
      ['name="file"; filename="order.json"', '{"id":7}'],
      ['name="picture"; filename="a.png"', Buffer.from([0xff, 0xd8, 0xff])],
    );
    const tree = { order: { id: '7', p: ['тормоз', 'масло'] }, file: '{"id":7}', picture: '' };
    expect(await treeOf(body, MULTIPART)).toEqual(tree);
  });

  it('windows-1251 when that is said', async () => {
    const body = parts(['name="a"', windows1251('Заказ')]);
    expect(await treeOf(body, `${MULTIPART}; charset=windows-1251`)).toEqual({ a: 'Заказ' });
  });

  it.each<[string, Buffer | string, string]>([
    ['without an end', '--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n1', MULTIPART],
    ['whose file has no end', '--X\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n1', MULTIPART],
    ['without a boundary', parts(['name="a"', '1']), 'multipart/form-data'],
    ['that is no text', parts(['name="a"', Buffer.from([0xff, 0xfe])]), MULTIPART],
    ['that is nothing', '', MULTIPART],
  ])('one %s is refused', async (_, body, contentType) => {
    expect(await read(body, contentType)).toMatchObject({ outcome: 'invalid_body' });
  });
});

describe('XML as a tree', () => {
  it.each<[string, object]>([
    ['<a/>', { a: '' }],
    ['<a>7</a>', { a: '7' }],
    ['<a id="1"/>', { a: { '@id': '1' } }],
    ['<a id="1">x</a>', { a: { '@id': '1', '#text': 'x' } }],
    ['<o>\n  <p>1</p>\n  <p n="2">3</p>\n  <q/>\n</o>', { o: { p: ['1', { '@n': '2', '#text': '3' }], q: '' } }],
    ['<o><p/><p/><p/></o>', { o: { p: ['', '', ''] } }],
    ['<o>a<p/>b</o>', { o: { p: '', '#text': 'ab' } }],
    ['<o><![CDATA[<b> & ]]]]></o>', { o: '<b> & ]]' }],
    ['<o>&lt;&amp;&#1048;&#x418;</o>', { o: '<&ИИ' }],
    ['<n:o xmlns:n="urn:x"><n:p>1</n:p></n:o>', { 'n:o': { '@xmlns:n': 'urn:x', 'n:p': '1' } }],
    ['\ufeff<?xml version="1.0" encoding="utf-8"?><o>ё</o>', { o: 'ё' }],
  ])('%s', async (body, tree) => {
    expect(await treeOf(body, 'application/xml')).toEqual(tree);
    expect(await treeOf(body, 'text/xml; charset=utf-8')).toEqual(tree);
  });

  it.each([
    ['named by itself', '<?xml version="1.0" encoding="windows-1251"?><o>', 'text/xml'],
    ['named by its type', '<o>', 'text/xml; charset=windows-1251'],
  ])('windows-1251, %s', async (_, start, contentType) => {
    const body = Buffer.concat([Buffer.from(start), windows1251('Заказ'), Buffer.from('</o>')]);
    expect(await treeOf(body, contentType)).toEqual({ o: 'Заказ' });
  });

  it('names like __proto__ are names', async () => {
    const body = '<o><__proto__ x="1"/><constructor __proto__="y"/></o>';
    const { tree } = (await read(body, 'text/xml')) as ReadBody;
    expect(JSON.stringify(tree)).toBe('{"o":{"__proto__":{"@x":"1"},"constructor":{"@__proto__":"y"}}}');
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it.each([
    '',
    'hello',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a b=1/>',
    '<a b="1" b="2"/>',
    '<a>&nbsp;</a>',
    '<a>&x;</a>',
    '<a>\0</a>',
    '{"a":1}',
  ])('%j is refused', async (body) => {
    expect(await read(body, 'text/xml')).toMatchObject({ outcome: 'invalid_body' });
  });

  it('a document type is not read: nothing is declared, nothing unfolds, nothing is fetched', async () => {
    const bomb =
      '<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;"><!ENTITY z SYSTEM "file:///etc/passwd">]><a>&y;&z;</a>';
    expect(await read(bomb, 'text/xml')).toMatchObject({ problem: { code: 'document_type' } });
  });
});

describe('what is packed', () => {
  it.each(['gzip', 'GZIP', 'x-gzip'])('%s is unpacked, and its hash is that of what was packed', async (encoding) => {
    const body = '{"id":7}';
    const packed = (await read(gzipSync(body), 'application/json', encoding)) as ReadBody;
    expect(packed.hash).toBe(((await read(body, 'application/json')) as ReadBody).hash);
    expect(await treeOf(gzipSync('a=1'), FORM, encoding)).toEqual({ a: '1' });
  });

  it.each<[string, Buffer, string, string]>([
    ['a bomb', gzipSync(Buffer.alloc(LARGEST_MESSAGE + 1)), 'gzip', 'body_too_large'],
    ['what is not packed', Buffer.from('{"id":7}'), 'gzip', 'invalid_body'],
    ['what ends too early', gzipSync('{"id":7}').subarray(0, 20), 'gzip', 'invalid_body'],
    ['what is packed otherwise', gzipSync('{}'), 'br', 'unsupported_type'],
    ['what is packed twice', gzipSync('{}'), 'gzip, gzip', 'unsupported_type'],
  ])('%s is refused', async (_, body, encoding, outcome) => {
    expect(await read(body, 'application/json', encoding)).toMatchObject({ outcome });
  });
});

describe('bounds', () => {
  const xml = (count: number, piece: string) => `<o>${piece.repeat(count)}</o>`;
  const deep = (levels: number) => '<a>'.repeat(levels) + '</a>'.repeat(levels);
  const attributes = Array.from({ length: 60_000 }, (_, n) => `a${n}="1"`).join(' ');

  it.each<[string, string | Buffer, string]>([
    ['JSON with too many values', `[${'1,'.repeat(60_000)}1]`, 'application/json'],
    ['a form with too many fields', 'a&'.repeat(60_000), FORM],
    ['a form nested too deep', `a${'[b]'.repeat(65)}=1`, FORM],
    [
      'a multipart form with too many parts',
      parts(...Array<[string, string]>(3_000).fill(['name="a"', '1'])),
      MULTIPART,
    ],
    ['XML with too many elements', xml(60_000, '<a/>'), 'text/xml'],
    ['XML with too many attributes', `<o ${attributes}/>`, 'text/xml'],
    ['XML nested too deep', deep(65), 'text/xml'],
  ])('%s is what it says, and is not read', async (_, body, contentType) => {
    const result = (await read(body, contentType)) as ReadBody;
    expect(result.tree).toBeUndefined();
    expect(result.problem?.code).toMatch(/^too_/);
  });

  it('64 levels of XML are read', async () => {
    expect(JSON.stringify(await treeOf(deep(64), 'text/xml'))).toHaveLength(64 * 6 + 2);
  });
});
