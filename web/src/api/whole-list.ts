/** As many as a page of the service holds. */
const AT_ONCE = 200;

export interface Paging {
  page: number;
  perPage: number;
}

type Ask<T> = (paging: Paging) => Promise<{ data: T[]; meta: { total: number } }>;

/**
 * All of a list, page by page; what moves from one to the next meanwhile is there once.
 * @param ask best oldest first: then what is added meanwhile moves nothing
 */
export async function wholeList<T extends { id: string }>(ask: Ask<T>, most = Infinity): Promise<T[]> {
  const found = new Map<string, T>();
  for (let page = 1; found.size < most; page += 1) {
    const { data, meta } = await ask({ page, perPage: AT_ONCE });
    for (const row of data) found.set(row.id, row);
    if (data.length < AT_ONCE || page * AT_ONCE >= meta.total) break;
  }
  return [...found.values()].slice(0, most);
}
