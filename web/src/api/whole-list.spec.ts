import { wholeList } from './whole-list';

describe('a list that is shown as a whole', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ id: String(index + 1) }));
  /** Answers as the service does. */
  const serviceWith = (all: Array<{ id: string }>) => {
    const asked: number[] = [];
    const ask = async ({ page, perPage }: { page: number; perPage: number }) => {
      asked.push(page);
      return { data: all.slice((page - 1) * perPage, page * perPage), meta: { total: all.length } };
    };
    return { asked, ask };
  };

  it.each([
    [0, [1]],
    [199, [1]],
    [200, [1]],
    [201, [1, 2]],
    [1_000, [1, 2, 3, 4, 5]],
  ])('has all %s entries, however many pages they are', async (count, pages) => {
    const { asked, ask } = serviceWith(rows(count));
    expect(await wholeList(ask)).toEqual(rows(count));
    expect(asked).toEqual(pages);
  });

  it('has what moved to the next page meanwhile once', async () => {
    const all = rows(250);
    const { ask } = serviceWith(all);
    const found = await wholeList(async (paging) => {
      const answer = await ask(paging);
      if (paging.page === 1) all.unshift({ id: 'new' });
      return answer;
    });
    expect(found).toEqual(rows(250));
  });

  it('ends where it is long enough', async () => {
    const { asked, ask } = serviceWith(rows(900));
    expect(await wholeList(ask, 300)).toEqual(rows(300));
    expect(asked).toEqual([1, 2]);
  });
});
