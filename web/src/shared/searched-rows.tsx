import { Box } from '@mantine/core';
import type { ReactNode } from 'react';
import { SearchField } from './filters';
import { foldedText } from './folded';
import { useLastPage, useListState } from './list-state';
import { NothingFound } from './page-states';
import { Pager } from './pager';

const FILTERS = ['q'] as const;
/** As many entries are looked through at a glance. */
const AT_A_GLANCE = 12;

export const isLong = (rows: unknown[]) => rows.length > AT_A_GLANCE;

interface Props<T> {
  /** All there are: what is asked for as a whole. */
  rows: T[];
  /** What somebody may look for a row by. */
  textsOf(row: T): string[];
  /** Says what is looked for. */
  placeholder: string;
  /** It has no pages: its order is changed by hand. */
  isWhole?: boolean;
  children(shown: T[]): ReactNode;
}

/** A list that is there as a whole: from a dozen entries on it can be searched, and has pages. */
export function SearchedRows<T>({ rows, textsOf, placeholder, isWhole, children }: Props<T>) {
  const list = useListState<{ q?: string }>(FILTERS);
  const { page, perPage, hasFilters, filters, filter, reset } = list;
  const wanted = foldedText(filters.q);
  const found = rows.filter((row) => textsOf(row).some((text) => foldedText(text).includes(wanted)));
  const shown = isWhole ? found : found.slice((page - 1) * perPage, page * perPage);
  useLastPage(list, { data: shown, meta: { total: found.length } });
  const isSearchable = isLong(rows) || hasFilters;
  return (
    <>
      {isSearchable && (
        <Box mb="sm">
          <SearchField value={filters.q} placeholder={placeholder} onChange={(q) => filter({ q })} />
        </Box>
      )}
      {found.length === 0 && hasFilters ? <NothingFound onReset={reset} /> : children(shown)}
      {isSearchable && !isWhole && found.length > 0 && <Pager list={list} total={found.length} />}
    </>
  );
}
