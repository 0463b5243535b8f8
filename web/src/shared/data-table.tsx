import { Box, Card, Checkbox, Group, Stack, Table, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from './page-icons';
import { type CSSProperties, type MouseEvent, useMemo, useRef } from 'react';
import { useLocation } from 'wouter';
import { language } from '../i18n/language';
import classes from './data-table.module.css';
import type { Selection } from './selection';
import { type Column, Row, RowCheckbox, type RowTone } from './table-row';
import { text, useTexts } from './list-texts';
import { useRowKeys } from './use-row-keys';
import { useStable } from './use-stable';

export type { Column, RowTone };

/** At the end of a row: what can be done with it. */
export function actionsColumn<T>(width: number, render: Column<T>['render']): Column<T> {
  return { key: 'actions', header: text('actions'), isHeaderHidden: true, align: 'right', width, render };
}

export interface TableProps<T> {
  /** What the table shows, for who cannot see it. */
  label: string;
  /** The first one carries the row's link. */
  columns: Column<T>[];
  rows: T[];
  rowKey(row: T): string;
  /** What a row is called, for who chooses it without seeing it. */
  rowName?(row: T): string;
  /** One line a row, widths by `width` alone, and a head that stays in sight. */
  isList?: boolean;
  /** Of the list: how high its rows are. */
  style?: CSSProperties;
  /** Widths by `width` alone, in rows of any height. */
  hasFixedWidths?: boolean;
  /** Where a click on the row leads; the first column should link there too. */
  rowHref?(row: T): string;
  onRowClick?(row: T): void;
  rowTone?(row: T): RowTone | undefined;
  /** Below this width (px) the table scrolls sideways; 720 unless told. */
  minWidth?: number;
  selection?: Selection;
  /** Which rows can be chosen; without it all of them. */
  isSelectable?(row: T): boolean;
  sort?: string;
  onSort?(sort: string): void;
}

/** Rows of a list: a table, on a phone cards. J and K walk through the rows, X chooses one. */
export function DataTable<T>(props: TableProps<T>) {
  const isPhone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const body = useRef<HTMLDivElement>(null);
  useRowKeys(body);
  useTexts(); // draws again when the language changes
  // Rows are drawn again only when something of them changes, which their words do all at once.
  return <div ref={body}>{isPhone ? <Cards {...props} /> : <Rows key={language()} {...props} />}</div>;
}

function Rows<T>(props: TableProps<T>) {
  const { label, rows, rowKey, selection, isSelectable = always, sort, onSort, isList } = props;
  const t = useTexts();
  const columns = useShownColumns(props);
  const open = useStable(useOpenRow(props));
  const isOpening = Boolean(props.rowHref ?? props.onRowClick);
  const keys = rows.filter(isSelectable).map(rowKey);
  const choose = useChoice(selection, keys);
  const isEvery = keys.length > 0 && keys.every((key) => selection?.has(key));
  const table = (
    <Table
      highlightOnHover
      verticalSpacing="xs"
      aria-label={label}
      className={classes.table}
      mod={{ list: isList, fixed: props.hasFixedWidths }}
      style={isList ? ({ '--least-width': leastWidth(columns, Boolean(selection)) } as CSSProperties) : undefined}
    >
      <Table.Thead>
        <Table.Tr>
          {selection && (
            <Table.Th w={CHECKBOX_WIDTH}>
              <Checkbox
                aria-label={t('selectAll')}
                disabled={keys.length === 0}
                checked={isEvery}
                indeterminate={!isEvery && keys.some((key) => selection.has(key))}
                onChange={(event) => selection.set(keys, event.currentTarget.checked)}
              />
            </Table.Th>
          )}
          {columns.map((column) => (
            <Header key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Row
            key={rowKey(row)}
            row={row}
            rowKey={rowKey(row)}
            name={props.rowName?.(row) ?? rowKey(row)}
            columns={columns}
            tone={props.rowTone?.(row)}
            isChosen={selection && isSelectable(row) ? selection.has(rowKey(row)) : undefined}
            hasChoice={selection !== undefined}
            onChoose={choose}
            onOpen={isOpening ? open : undefined}
          />
        ))}
      </Table.Tbody>
    </Table>
  );
  if (isList) {
    return (
      <div className={`${classes.frame} ${classes.listFrame}`} style={props.style}>
        {table}
      </div>
    );
  }
  return (
    <Table.ScrollContainer
      minWidth={props.minWidth ?? (props.hasFixedWidths ? 560 : 720)}
      className={classes.frame}
      scrollAreaProps={{ offsetScrollbars: false }}
    >
      {table}
    </Table.ScrollContainer>
  );
}

const CHECKBOX_WIDTH = 44;
/** In pixels. */
const LEAST_WIDTH = 90;

/** What the columns of a list need; one that shares what is left would else vanish. */
function leastWidth<T>(columns: Column<T>[], hasChoice: boolean): string {
  const widths = columns.map(({ width = LEAST_WIDTH }) => (typeof width === 'number' ? `${width}px` : width));
  return `calc(${[`${hasChoice ? CHECKBOX_WIDTH : 0}px`, ...widths].join(' + ')})`;
}

/** In a list on a small screen minor columns make room for the others. */
function useShownColumns<T>({ columns, isList }: TableProps<T>): Column<T>[] {
  const isSmall = useMediaQuery('(max-width: 80em)', undefined, { getInitialValueInEffect: false });
  return useMemo(
    () => (isList && isSmall ? columns.filter(({ isMinor }) => !isMinor) : columns),
    [columns, isList, isSmall],
  );
}

/** Chooses a row, or with Shift all from the one that was chosen before. */
function useChoice(selection: Selection | undefined, keys: string[]) {
  const before = useRef<string>(undefined);
  return useStable((key: string, isChosen: boolean, isRange: boolean) => {
    const [from, to] = [isRange && before.current ? keys.indexOf(before.current) : -1, keys.indexOf(key)];
    selection?.set(from < 0 ? [key] : keys.slice(Math.min(from, to), Math.max(from, to) + 1), isChosen);
    before.current = key;
  });
}

function Header<T>({ column, sort, onSort }: { column: Column<T>; sort?: string; onSort?(sort: string): void }) {
  const t = useTexts();
  const { header, isHeaderHidden, align, width, sort: field, sortsUp, sortsUpOnly } = column;
  const isUp = sort === field;
  const isDown = sort === `-${field}`;
  if (!field || !onSort) {
    return (
      <Table.Th ta={align} w={width}>
        {isHeaderHidden ? <VisuallyHidden>{header}</VisuallyHidden> : header}
      </Table.Th>
    );
  }
  return (
    <Table.Th ta={align} w={width} aria-sort={isUp ? 'ascending' : isDown ? 'descending' : undefined}>
      <UnstyledButton
        className={classes.sort}
        aria-label={t('sortBy', { column: header })}
        onClick={() => onSort(isDown || sortsUpOnly || (sortsUp && !isUp) ? field : `-${field}`)}
      >
        {header}
        {isUp && <IconArrowUp size={14} aria-hidden />}
        {isDown && <IconArrowDown size={14} aria-hidden />}
      </UnstyledButton>
    </Table.Th>
  );
}

function Cards<T>(props: TableProps<T>) {
  const { label, columns, rows, rowKey, rowTone, selection, isSelectable = always } = props;
  const open = useOpenRow(props);
  const isOpening = Boolean(props.rowHref ?? props.onRowClick);
  const choose = useChoice(selection, rows.filter(isSelectable).map(rowKey));
  const [main, ...others] = columns.filter(({ isMinor }) => !isMinor);
  return (
    <Stack gap="xs" role="list" aria-label={label}>
      {rows.map((row) => (
        <Card
          key={rowKey(row)}
          role="listitem"
          withBorder
          padding="sm"
          className={classes.card}
          data-row={rowKey(row)}
          data-tone={rowTone?.(row)}
          data-chosen={selection?.has(rowKey(row)) || undefined}
          onClick={isOpening ? (event) => open(row, event) : undefined}
        >
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Box fw={600} className={classes.value}>
              {main.render(row)}
            </Box>
            {selection && isSelectable(row) && (
              <RowCheckbox
                rowKey={rowKey(row)}
                name={props.rowName?.(row) ?? rowKey(row)}
                isChosen={selection.has(rowKey(row))}
                onChoose={choose}
              />
            )}
          </Group>
          {others.map(({ key, header, isHeaderHidden, render }) => {
            const value = render(row);
            if (value === null || value === undefined || value === false || value === '') return null;
            return (
              <Group key={key} justify="space-between" wrap="nowrap" align="flex-start" gap="md" mt={4}>
                <Text size="sm" c="dimmed">
                  {!isHeaderHidden && header}
                </Text>
                <Box ta="right" fz="sm" className={classes.value}>
                  {value}
                </Box>
              </Group>
            );
          })}
        </Card>
      ))}
    </Stack>
  );
}

const always = () => true;

/** A click anywhere in a row opens it, but not one on something in it that does more, nor the end of choosing text. */
function useOpenRow<T>({ rowHref, onRowClick }: TableProps<T>) {
  const [, navigate] = useLocation();
  return (row: T, event: MouseEvent) => {
    if ((event.target as Element).closest('a, button, input, label, [role="menuitem"]')) return;
    if (getSelection()?.toString()) return;
    if (onRowClick) onRowClick(row);
    else if (rowHref) navigate(rowHref(row));
  };
}
