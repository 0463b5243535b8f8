import { createPino, maskUrl, PinoLogger } from './pino-logger.js';

const SECRET = 'hunter2-hunter2';

describe('log lines', () => {
  let lines: string[];
  let logger: PinoLogger;
  beforeEach(() => {
    lines = [];
    logger = new PinoLogger(createPino('debug', { write: (line) => void lines.push(line) }));
  });

  const onlyLine = () => {
    expect(lines).toHaveLength(1);
    return JSON.parse(lines[0]!);
  };

  it.each(['password', 'apiKey', 'secret', 'orderLink', 'authorization', 'cookie'])('never show %s', (name) => {
    logger.log({ [name]: SECRET, connection: { [name]: SECRET } }, 'saved', 'Test');
    expect(onlyLine()).toMatchObject({ [name]: '***', connection: { [name]: '***' }, msg: 'saved' });
    expect(lines[0]).not.toContain(SECRET);
  });

  it.each(['authorization', 'Authorization', 'cookie', 'set-cookie', 'x-api-key', 'X-Api-Key'])(
    'never show the header %s, of a request at hand or inside an error of the HTTP client',
    (name) => {
      const headers = { [name]: SECRET, Accept: 'text/plain' };
      const error = Object.assign(new Error('timeout'), { config: { headers } });
      logger.log({ headers, request: { headers } }, 'sent', 'Test');
      logger.error('could not be sent', error, 'Test');
      expect(lines).toHaveLength(2);
      expect(lines.join('')).not.toContain(SECRET);
      expect(lines[0]).toContain('text/plain');
    },
  );

  it('do not show what a failed statement was to store', () => {
    const error = Object.assign(new Error('Duplicate entry'), {
      query: 'INSERT INTO users (email, password_hash) VALUES (?, ?)',
      parameters: ['a@example.com', SECRET],
      driverError: Object.assign(new Error('Duplicate entry'), { sql: `INSERT INTO users VALUES ('${SECRET}')` }),
    });
    logger.error({ err: error, requestId: 'r-1' }, 'failed', 'Test');
    expect(onlyLine()).toMatchObject({ requestId: 'r-1', msg: 'failed', err: { message: 'Duplicate entry' } });
    expect(lines[0]).not.toContain(SECRET);
  });

  it('are one line of JSON with the context, the text and the error', () => {
    logger.error('It broke\nhere', new Error('because'), 'Orders');
    expect(onlyLine()).toMatchObject({
      level: 50,
      context: 'Orders',
      msg: 'It broke\nhere',
      err: { message: 'because' },
    });
    expect(lines[0]!.trimEnd()).not.toContain('\n');
  });

  it('take their text from the error where there is no other', () => {
    logger.error(new Error('because'));
    expect(onlyLine()).toMatchObject({ msg: 'because', err: { type: 'Error', message: 'because' } });
  });

  it('of Nest’s own start are for debugging only', () => {
    logger.log('AppModule dependencies initialized', 'InstanceLoader');
    expect(onlyLine()).toMatchObject({ level: 20, context: 'InstanceLoader' });
  });
});

describe('the secret of an order link', () => {
  it.each([
    ['/gettzap/orders/SECRET', '/gettzap/orders/***'],
    ['/gettzap/orders/SECRET?x=1', '/gettzap/orders/***?x=1'],
    ['/gettzap/orders/SECRET/more', '/gettzap/orders/***/more'],
    ['http://shop.example/gettzap/orders/SECRET', 'http://shop.example/gettzap/orders/***'],
  ])('is masked in %s', (url, masked) => {
    expect(maskUrl(url)).toBe(masked);
  });

  it.each([
    '/Gettzap/Orders/SECRET',
    '//gettzap/orders/SECRET',
    '/gettzap//orders//SECRET',
    '/gettzap/orders%2FSECRET',
  ])('is masked in an address that was pasted almost right: %s', (url) => {
    expect(maskUrl(url)).not.toContain('SECRET');
  });

  it('leaves other addresses as they are', () => {
    expect(maskUrl('/api/orders/17?q=gettzap')).toBe('/api/orders/17?q=gettzap');
  });
});
