import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Arrived } from './arrived';
import { useCalmRows, useIsPointedAt } from './calm-rows';
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

interface CalmPage<T> {
  rows: T[];
  gone: ReadonlySet<string>;
  arrived: number;
  /** Shows the list as it is now. */
  show(): void;
  listeners: object;
}

/**
 * Of rows that come by themselves and have buttons that act at once: they keep their places under a mouse, which would else press the
 * button of another one.
 * @param listKey names the list: another one is shown at once
 * @param timeOf when a row came (ISO)
 */
export function useCalmPage<T>(
  { data, isPlaceholderData }: UseQueryResult<PageOfRows<T>>,
  rowKey: (row: T) => string,
  listKey: string,
  timeOf: (row: T) => string,
): CalmPage<T> {
  const { isPointedAt, listeners } = useIsPointedAt();
  const fresh = isPlaceholderData ? undefined : data?.data;
  const isBusy = isPointedAt && fresh?.length !== 0;
  const { rows = [], ...calm } = useCalmRows(fresh, rowKey, listKey, isBusy, timeOf);
  return { ...calm, rows, listeners };
}

/** `PagedTable` of them. */
export function CalmTable<T>({ calm, list, query, nothing, ...table }: Props<T> & { calm: CalmPage<T> }) {
  const toneOf = (row: T) => (calm.gone.has(table.rowKey(row)) ? 'quiet' : table.rowTone?.(row));
  return (
    <div {...calm.listeners}>
      <Arrived count={calm.arrived} onShow={calm.show} />
      <PagedRows list={list} query={query} nothing={nothing}>
        {() => <DataTable<T> {...table} rows={calm.rows} rowTone={toneOf} sort={list.sort} onSort={list.sortBy} />}
      </PagedRows>
    </div>
  );
}
