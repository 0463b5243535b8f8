import { gunzipSync } from 'node:zlib';
import { encode } from './forms.js';

const MESSAGE = JSON.stringify({
  event: 'order.created',
  order: { id: 7, comment: '<a> & б', positions: [{ id: '1' }, { id: '2' }] },
});

describe('a message in another form', () => {
  it('JSON as it is', () => {
    expect(encode(MESSAGE)).toEqual({ body: MESSAGE, contentType: 'application/json; charset=utf-8' });
  });

  it('form fields as PHP names them', () => {
    const { body, contentType } = encode(MESSAGE, 'form');
    expect(contentType).toBe('application/x-www-form-urlencoded');
    expect([...new URLSearchParams(body.toString())]).toEqual([
      ['event', 'order.created'],
      ['order[id]', '7'],
      ['order[comment]', '<a> & б'],
      ['order[positions][0][id]', '1'],
      ['order[positions][1][id]', '2'],
    ]);
  });

  it('multipart', async () => {
    const { body, contentType } = encode(MESSAGE, 'multipart');
    const fields = await new Response(body, { headers: { 'Content-Type': contentType } }).formData();
    expect(fields.get('order[comment]')).toBe('<a> & б');
    expect(fields.get('order[positions][1][id]')).toBe('2');
  });

  it('XML', () => {
    expect(encode(MESSAGE, 'xml').body).toBe(
      '<?xml version="1.0" encoding="utf-8"?><message><event>order.created</event><order><id>7</id>' +
        '<comment>&#60;a&#62; &#38; б</comment><positions><id>1</id></positions><positions><id>2</id></positions></order></message>',
    );
  });

  it('packed', () => {
    const { body, contentEncoding } = encode(MESSAGE, 'json', true);
    expect([contentEncoding, gunzipSync(body as Buffer).toString()]).toEqual(['gzip', MESSAGE]);
  });
});
