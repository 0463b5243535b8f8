import iconv from 'iconv-lite';
import { httpRequest, Line } from './http-load.js';

const PATH = '/1c/exchange?type=sale&mode=';
/** The id of a document stands at its beginning; those of buyers and parts stand elsewhere. */
const DOCUMENT = /<Документ>\s*<Ид>([^<]+)<\/Ид>/g;
const POSITIONS = 5;

export interface SignIn {
  login: string;
  password: string;
}

/** Asks as 1C does, and reads no more of the answers than it must: it shares the cores with what is measured. */
export class OneCAsking {
  private constructor(
    private readonly url: string,
    private readonly line: Line,
    private readonly headers: Record<string, string>,
  ) {}

  static async signIn(url: string, { login, password }: SignIn): Promise<OneCAsking> {
    const line = await Line.open(url);
    const basic = Buffer.from(`${login}:${password}`).toString('base64');
    const { body } = await line.send(httpRequest('GET', `${PATH}checkauth`, { Authorization: `Basic ${basic}` }));
    const [word, name, value] = body().split('\n');
    if (word !== 'success') throw new Error(`Signing in as 1C was answered ${body()}`);
    return new OneCAsking(url, line, { Cookie: `${name}=${value}` });
  }

  /** The ids of the next batch; none = nothing waits. */
  async query(): Promise<string[]> {
    const { status, body } = await this.line.send(httpRequest('GET', `${PATH}query`, this.headers));
    const text = body();
    if (status !== 200 || !text.startsWith('<?xml')) throw new Error(`${status} ${text.slice(0, 200)}`);
    return [...text.matchAll(DOCUMENT)].map((found) => found[1]!);
  }

  async success(): Promise<void> {
    const { body } = await this.line.send(httpRequest('GET', `${PATH}success`, this.headers));
    if (!body().startsWith('success')) throw new Error(body());
  }

  /** In one part after the other, as many bytes as the service takes at once. */
  async send(file: Buffer, filename: string, partSize = 10_000_000): Promise<void> {
    for (let from = 0; from < file.length; from += partSize) {
      const body = new Uint8Array(file.subarray(from, from + partSize));
      const address = `${this.url}${PATH}file&filename=${filename}`;
      const answer = await (await fetch(address, { method: 'POST', headers: this.headers, body })).text();
      if (!answer.startsWith('success')) throw new Error(answer.slice(0, 200));
    }
  }

  close(): void {
    this.line.close();
  }
}

/** What 1C says of its documents, in windows-1251: the status, and all lines by their numbers. */
export function statusFile(ids: string[], status: string): Buffer {
  const documents = ids.map((id, index) => documentOf(id, index + 1, status));
  const root = 'КоммерческаяИнформация ВерсияСхемы="2.05" ДатаФормирования="2026-11-24T09:15:00"';
  const text = `<?xml version="1.0" encoding="windows-1251"?>\n<${root}>${documents.join('')}</КоммерческаяИнформация>\n`;
  return iconv.encode(text, 'windows-1251');
}

/** @param n its number among those that were loaded, from which its parts are numbered (`loadRows`) */
function documentOf(id: string, n: number, status: string): string {
  const orderId = id.split('-').at(-1);
  const lines = Array.from({ length: POSITIONS }, (_, line) => {
    const number = `0 986 ${String((n * 7 + line) % 1_000_000).padStart(6, '0')}`;
    return `<Товар><Артикул>${number}</Артикул><Количество>2.000</Количество></Товар>`;
  });
  const requisites = [
    ['Номер по 1С', `ЗК-${n}`],
    ['Проведен', 'true'],
    ['Отменен', 'false'],
    ['Статус заказа', status],
  ].map(
    ([name, value]) =>
      `<ЗначениеРеквизита><Наименование>${name}</Наименование><Значение>${value}</Значение></ЗначениеРеквизита>`,
  );
  return (
    `<Документ><Ид>${id}</Ид><Номер>${orderId}</Номер><ХозОперация>Заказ товара</ХозОперация><Роль>Продавец</Роль>` +
    `<Товары>${lines.join('')}</Товары><ЗначенияРеквизитов>${requisites.join('')}</ЗначенияРеквизитов></Документ>`
  );
}
