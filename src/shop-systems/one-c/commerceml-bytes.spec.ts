import { strToU8, zipSync, type ZipOptions } from 'fflate';
import { decode, encode, MAX_BYTES, unpack } from './commerceml-bytes.js';

const XML = '<?xml version="1.0"?><а>Ёлка</а>';

function zipped(files: Record<string, string | Uint8Array>, options: ZipOptions = {}): Buffer {
  const entries = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'string' ? strToU8(content) : content,
  ]);
  return Buffer.from(zipSync(Object.fromEntries(entries), options));
}

/** The archive with a field of its only directory entry written over. */
function forged(zip: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(zip);
  copy.writeUInt32LE(value, copy.indexOf('PK\x01\x02', 0, 'latin1') + offset);
  return copy;
}

const CRC = 16;
const SIZE = 24;

describe('unpacking', () => {
  it('gives the XML of an archive, and other bytes as they are', async () => {
    expect((await unpack(zipped({ 'orders.xml': XML }))).toString()).toBe(XML);
    expect((await unpack(zipped({ 'ORDERS.XML': XML }, { level: 0 }))).toString()).toBe(XML);
    expect((await unpack(Buffer.from(XML))).toString()).toBe(XML);
  });

  it.each<[string, Buffer]>([
    ['two files', zipped({ 'orders.xml': XML, 'offers.xml': XML })],
    ['no file', zipped({})],
    ['a folder', zipped({ 'webdata/orders.xml': XML })],
    ['a way up', zipped({ '../orders.xml': XML })],
    ['a way up, the other slash', zipped({ '..\\orders.xml': XML })],
    ['an absolute path', zipped({ '/orders.xml': XML })],
    ['a drive', zipped({ 'c:orders.xml': XML })],
    ['another kind of file', zipped({ 'orders.exe': XML })],
    ['a wrong checksum', forged(zipped({ 'orders.xml': XML }), CRC, 1)],
    ['half of it', zipped({ 'orders.xml': XML.repeat(500) }).subarray(0, 100)],
    ['only its beginning', Buffer.from('PK')],
  ])('refuses an archive with %s', async (_, zip) => {
    await expect(unpack(zip)).rejects.toMatchObject({ code: 'bad_zip', message: expect.stringMatching(/^Архив/) });
  });

  it('refuses what is too large', async () => {
    await expect(unpack(Buffer.alloc(MAX_BYTES + 1))).rejects.toMatchObject({ code: 'too_large' });
    const zip = zipped({ 'orders.xml': new Uint8Array(MAX_BYTES + 1) });
    expect(zip.length).toBeLessThan(30_000);
    await expect(unpack(zip)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('stops as soon as an archive gives more than it said', async () => {
    const zip = forged(zipped({ 'orders.xml': new Uint8Array(3 * MAX_BYTES) }), SIZE, 1_000);
    const before = process.memoryUsage().arrayBuffers;
    await expect(unpack(zip)).rejects.toMatchObject({ code: 'bad_zip' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MAX_BYTES / 4);
  });
});

describe('decoding', () => {
  const declared = (charset: string) => `<?xml version='1.0' encoding='${charset}'?><а>Ёлка</а>`;

  it('takes utf-8 unless something else is said', () => {
    expect(decode(Buffer.from(XML))).toBe(XML);
    expect(decode(Buffer.from(declared('UTF-8')))).toBe(declared('UTF-8'));
    expect(decode(Buffer.from(`\ufeff${XML}`))).toBe(XML);
  });

  it('takes windows-1251 where it is declared', () => {
    for (const name of ['windows-1251', 'Windows-1251', 'CP1251']) {
      expect(decode(encode(declared(name), 'windows-1251'))).toBe(declared(name));
    }
  });

  it('believes a byte order mark rather than the declaration', () => {
    expect(decode(Buffer.from(`\ufeff${declared('windows-1251')}`))).toBe(declared('windows-1251'));
  });

  it.each<[string, Buffer]>([
    ['another charset', Buffer.from(declared('koi8-r'))],
    ['utf-16', Buffer.from(`\ufeff${XML}`, 'utf16le')],
    ['windows-1251 that is not declared', encode(XML, 'windows-1251')],
    ['half a character', Buffer.from('Ё').subarray(0, 1)],
  ])('refuses %s', (_, bytes) => {
    expect(() => decode(bytes)).toThrow(expect.objectContaining({ code: 'wrong_charset' }));
  });

  it('refuses what is too large', () => {
    expect(() => decode(Buffer.alloc(MAX_BYTES + 1))).toThrow(expect.objectContaining({ code: 'too_large' }));
  });
});

describe('encoding', () => {
  it('writes by reference what windows-1251 has no byte for', () => {
    const bytes = encode('<а б="№ 🚗">Ё—є ≠\u0098</а>', 'windows-1251');
    expect(new TextDecoder('windows-1251').decode(bytes)).toBe('<а б="№ &#128663;">Ё—є &#8800;&#152;</а>');
    expect(encode('🚗', 'utf-8').toString()).toBe('🚗');
  });
});
