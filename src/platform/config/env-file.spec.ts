import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';
import { readEnvFile } from './env-file.js';
import { VARIABLES } from './variables.js';

describe('the variables in .env', () => {
  const [home, environment] = [process.cwd(), process.env];
  let dir: string;
  let warnings: string[];
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'partsdesk-env-'));
    process.chdir(dir);
    process.env = { HOST: '10.0.0.1' };
    warnings = [];
  });
  afterEach(() => {
    process.chdir(home);
    process.env = environment;
    rmSync(dir, { recursive: true });
  });

  const read = (content: string | Uint8Array) => {
    writeFileSync('.env', content);
    readEnvFile((warning) => warnings.push(warning));
    return { ...process.env };
  };
  const refusal = (content: string | Uint8Array) => {
    try {
      return read(content);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as Error).message;
    }
  };

  it('need not be', () => {
    readEnvFile();
    expect({ ...process.env }).toEqual({ HOST: '10.0.0.1' });
  });

  it('are taken where the environment has none', () => {
    expect(read('PORT=4000\nHOST=10.0.0.2\n')).toEqual({ PORT: '4000', HOST: '10.0.0.1' });
  });

  it('have all their names where an editor put a byte order mark before the first', () => {
    expect(read('\uFEFFDATABASE_URL=mysql://db/shop\r\nTRIAL=false\r\n')).toMatchObject({
      DATABASE_URL: 'mysql://db/shop',
      TRIAL: 'false',
    });
  });

  it.each([
    ['UTF-16', Buffer.from('\uFEFFDATABASE_URL=mysql://db/shop\n', 'utf16le')],
    ['UTF-16 without a mark', Buffer.from('DATABASE_URL=mysql://db/shop\n', 'utf16le')],
    [
      'windows-1251',
      Buffer.concat([Buffer.from('MAIL_FROM='), Buffer.from([0xcc, 0xe0, 0xe3]), Buffer.from(' <a@b.ru>')]),
    ],
  ])('are refused in %s, which would make other names or values of them', (_encoding, content) => {
    expect(refusal(content)).toBe('.env cannot be read: it is not saved as UTF-8.');
  });

  it('are refused by one line where the file cannot be read, as by another user than its owner', () => {
    mkdirSync('.env'); // a folder, since whoever runs the tests may read every file
    expect(() => readEnvFile()).toThrow(
      new ConfigError('.env cannot be read: EISDIR: illegal operation on a directory, read.'),
    );
  });

  it.each([
    ['PORT=4000\nDATABASE_URL mysql://shop:secret@db/shop\n', 2],
    ['# for the shop\r\n\r\nsecret\r\n', 3],
    ['MAIL_FROM="Shop\n<a@b.ru>"\nsecret\n', 3],
    ['=secret\n', 1],
  ])('are refused with the number of a line that is none: %j', (content, line) => {
    expect(refusal(content)).toBe(`.env is wrong: line ${line} must be NAME=value or begin with #.`);
  });

  it('have comments, spaces, quotation marks and several lines', () => {
    const text = `# settings\n\n  PORT = 4000  # of the service\nexport TRIAL=false\nMAIL_FROM="Shop = «A»\n<a@b.ru>"\nSMTP_URL='a#b'\n`;
    expect(read(text)).toEqual({
      HOST: '10.0.0.1',
      PORT: '4000',
      TRIAL: 'false',
      MAIL_FROM: 'Shop = «A»\n<a@b.ru>',
      SMTP_URL: 'a#b',
    });
    expect(warnings).toEqual([]);
  });

  it('have comments with a quotation mark that nothing ends', () => {
    expect(read(`# MAIL_FROM="Shop\n# don't set PORT='\nTRIAL="false"\n`)).toMatchObject({ TRIAL: 'false' });
  });

  it('are warned of when the service does not know them', () => {
    read('DATABSE_URL=mysql://db/shop\nPORT=4000\n');
    expect(warnings).toEqual(['DATABSE_URL in .env is no variable of the service.']);
  });

  it.each([
    ['.env.example', /^# ([A-Z_]+)=/gm],
    ['README.md', /^\| (`[A-Z_`, ]+`) +\|/gm],
  ])('are all those of %s', (file, pattern) => {
    const text = readFileSync(join(home, file), 'utf8');
    const names = [...text.matchAll(pattern)].flatMap(([, found]) => found!.match(/[A-Z_]+/g)!);
    expect([...names, 'NODE_ENV'].sort()).toEqual([...VARIABLES]);
  });
});
