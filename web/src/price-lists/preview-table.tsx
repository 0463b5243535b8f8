import { Box, NativeSelect, Text, UnstyledButton } from '@mantine/core';
import { number } from '../i18n/format';
import { type Role, ROLES } from './guess-columns';
import type { Preview } from './price-list';
import { type PriceListForm, withColumn } from './price-list-form';
import classes from './preview-table.module.css';
import { useTexts } from './texts';

/** Nobody finds a price in more of them. */
const MOST_COLUMNS = 50;

/** The beginning of a file: above each column what it is, before each line whether offers begin with it. */
export function PreviewTable({ preview, form }: { preview: Preview; form: PriceListForm }) {
  const t = useTexts();
  const { columns, firstRow } = form.values;
  const width = Math.min(Math.max(...preview.rows.map((cells) => cells.length), 1), MOST_COLUMNS);
  const places = Array.from({ length: width }, (_, index) => index + 1);
  const roleOf = (column: number): Role | undefined => ROLES.find((role) => columns[role] === column);
  const choose = (column: number, role: string) => {
    form.setFieldValue('columns', withColumn(columns, column, (role || null) as Role | null));
    for (const each of ROLES) form.clearFieldError(`columns.${each}`);
  };
  return (
    // Who scrolls by keys has to get there.
    <Box className={classes.frame} tabIndex={0} role="region" aria-label={t('preview.title')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <Text size="xs" c="dimmed">
                {t('preview.line')}
              </Text>
            </th>
            {places.map((column) => (
              <th key={column} scope="col" data-chosen={roleOf(column) !== undefined || undefined}>
                <NativeSelect
                  size="xs"
                  aria-label={t('preview.column', { number: column })}
                  value={roleOf(column) ?? ''}
                  onChange={(event) => choose(column, event.currentTarget.value)}
                  data={[
                    { value: '', label: t('preview.notNeeded') },
                    ...ROLES.map((role) => ({ value: role, label: t(`role.${role}`) })),
                  ]}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((cells, index) => {
            const line = index + 1;
            const begin = () => form.setFieldValue('firstRow', line);
            return (
              <tr key={line} data-left-out={line < Number(firstRow) || undefined} onClick={begin}>
                <th scope="row">
                  <UnstyledButton
                    className={classes.line}
                    aria-pressed={line === Number(firstRow)}
                    aria-label={t('preview.begin', { number: line })}
                    onClick={begin}
                  >
                    {number(line)}
                  </UnstyledButton>
                </th>
                {places.map((column) => (
                  <td key={column} data-chosen={roleOf(column) !== undefined || undefined} title={cells[column - 1]}>
                    {cells[column - 1]}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Box>
  );
}
