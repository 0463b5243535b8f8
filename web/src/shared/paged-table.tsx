import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DataTable, type TableProps } from './data-table';
import { type ListState, useLastPage } from './list-state';
import { Loaded, NothingFound } from './page-states';
import { Pager } from './pager';

type Shown = Pick<ListState, 'page' | 'perPage' | 'sort' | 'hasFilters' | 'goTo' | 'setPerPage' | 'sortBy' | 'reset'>;

interface PageOfRows<T> {
  data: T[];
  meta: { total: number };
}

interface RowsProps<T> {
  list: Shown;
  query: UseQueryResult<PageOfRows<T>>;
  /** Where there is none at all, under whatever filters. */
  nothing: ReactNode;
  children(rows: T[], total: number): ReactNode;
}

/** One page of a list with the way to the others, or why there is nothing to be seen. */
export function PagedRows<T>({ list, query, nothing, children }: RowsProps<T>) {
  useLastPage(list, query.data);
  return (
    <Loaded query={query}>
      {({ data, meta }) => {
        if (data.length > 0)
          return (
            <>
              {children(data, meta.total)}
              <Pager list={list} total={meta.total} />
            </>
          );
        return list.hasFilters || meta.total > 0 ? <NothingFound onReset={list.reset} /> : nothing;
      }}
    </Loaded>
  );
}

type Props<T> = Omit<RowsProps<T>, 'children'> & Omit<TableProps<T>, 'rows' | 'sort' | 'onSort'>;

/** The same as a table that is sorted by its head. */
export function PagedTable<T>({ list, query, nothing, ...table }: Props<T>) {
  return (
    <PagedRows list={list} query={query} nothing={nothing}>
      {(rows) => <DataTable<T> {...table} rows={rows} sort={list.sort} onSort={list.sortBy} />}
    </PagedRows>
  );
}
