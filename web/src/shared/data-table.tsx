import { Box, Card, Checkbox, Group, Stack, Table, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from './icons';
import { type MouseEvent, type ReactNode, useRef } from 'react';
import { useLocation } from 'wouter';
import classes from './data-table.module.css';
import type { Selection } from './selection';
import { useTexts } from './texts';
import { useRowKeys } from './use-row-keys';

export interface Column<T> {
  key: string;
  header: string;
  /** The header is only read out: what stands below speaks for itself. */
  isHeaderHidden?: boolean;
  render(row: T): ReactNode;
  /** Name of the field that the API sorts by. */
  sort?: string;
  align?: 'left' | 'right';
  width?: number | string;
  /** Left out where there is no room for it. */
  isMinor?: boolean;
}

export type RowTone = 'fresh' | 'waiting' | 'late' | 'bad' | 'quiet';

interface Props<T> {
  /** What the table shows, for who cannot see it. */
  label: string;
  /** The first one carries the row's link. */
  columns: Column<T>[];
  rows: T[];
  rowKey(row: T): string;
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
export function DataTable<T>(props: Props<T>) {
  const isPhone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const body = useRef<HTMLDivElement>(null);
  useRowKeys(body);
  return <div ref={body}>{isPhone ? <Cards {...props} /> : <Rows {...props} />}</div>;
}

function Rows<T>(props: Props<T>) {
  const { label, columns, rows, rowKey, selection, isSelectable = always, sort, onSort } = props;
  const t = useTexts();
  const open = useOpenRow(props);
  const keys = rows.filter(isSelectable).map(rowKey);
  return (
    <Table.ScrollContainer
      minWidth={props.minWidth ?? 720}
      className={classes.frame}
      scrollAreaProps={{ offsetScrollbars: false }}
    >
      <Table highlightOnHover verticalSpacing="xs" aria-label={label} className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            {selection && (
              <Table.Th w={40}>
                <Checkbox
                  aria-label={t('selectAll')}
                  disabled={keys.length === 0}
                  checked={keys.length > 0 && keys.every((key) => selection.has(key))}
                  indeterminate={keys.some((key) => selection.has(key)) && !keys.every((key) => selection.has(key))}
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
            <Table.Tr
              key={rowKey(row)}
              data-row={rowKey(row)}
              data-tone={props.rowTone?.(row)}
              data-clickable={open ? true : undefined}
              onClick={open && ((event) => open(row, event))}
            >
              {selection && (
                <Table.Td>{isSelectable(row) && <RowCheckbox rowKey={rowKey(row)} selection={selection} />}</Table.Td>
              )}
              {columns.map(({ key, render, align }) => (
                <Table.Td key={key} ta={align}>
                  <div className={classes.cell} data-align={align}>
                    {render(row)}
                  </div>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Header<T>({ column, sort, onSort }: { column: Column<T>; sort?: string; onSort?(sort: string): void }) {
  const t = useTexts();
  const { header, isHeaderHidden, align, width, sort: field } = column;
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
        onClick={() => onSort(isDown ? field : `-${field}`)}
      >
        {header}
        {isUp && <IconArrowUp size={14} aria-hidden />}
        {isDown && <IconArrowDown size={14} aria-hidden />}
      </UnstyledButton>
    </Table.Th>
  );
}

function Cards<T>(props: Props<T>) {
  const { label, columns, rows, rowKey, rowTone, selection, isSelectable = always } = props;
  const open = useOpenRow(props);
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
          onClick={open && ((event) => open(row, event))}
        >
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Box fw={600} className={classes.value}>
              {main.render(row)}
            </Box>
            {selection && isSelectable(row) && <RowCheckbox rowKey={rowKey(row)} selection={selection} />}
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

function RowCheckbox({ rowKey, selection }: { rowKey: string; selection: Selection }) {
  const t = useTexts();
  return (
    <Checkbox
      aria-label={t('selectRow')}
      checked={selection.has(rowKey)}
      onChange={(event) => selection.set([rowKey], event.currentTarget.checked)}
    />
  );
}

/** A click anywhere in a row opens it, but not one on something in it that does more, nor the end of choosing text. */
function useOpenRow<T>({ rowHref, onRowClick }: Props<T>) {
  const [, navigate] = useLocation();
  if (!rowHref && !onRowClick) return undefined;
  return (row: T, event: MouseEvent) => {
    if ((event.target as Element).closest('a, button, input, label, [role="menuitem"]')) return;
    if (getSelection()?.toString()) return;
    if (onRowClick) onRowClick(row);
    else navigate(rowHref!(row));
  };
}
