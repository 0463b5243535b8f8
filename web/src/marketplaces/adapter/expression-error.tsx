import { Alert, Button, Code, Text } from '@mantine/core';
import { IconAlertTriangle } from '../../shared/page-icons';
import type { Schemas } from '../../api/client';
import { errorInWords } from '../../api/field-words';
import classes from './adapter.module.css';
import { useTexts } from './texts';

interface Props {
  error: Schemas['TryErrorView'];
  /** What was tried. */
  expression: string;
  onGoTo(line: number, column: number): void;
}

/** Why an expression failed, with its place marked. */
export function ExpressionError({ error: { line, column, ...what }, expression, onGoTo }: Props) {
  const t = useTexts();
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={t('error')} role="alert">
      <Text size="sm">{errorInWords(what)}</Text>
      {line !== undefined && column !== undefined && (
        <>
          <Text size="sm" fw={600} mt="xs">
            {t('errorPlace', { line, column })}
          </Text>
          <Place rows={expression.split('\n').slice(Math.max(0, line - 3), line)} column={column} />
          <Button size="compact-sm" variant="default" mt="xs" onClick={() => onGoTo(line, column)}>
            {t('goToPlace')}
          </Button>
        </>
      )}
    </Alert>
  );
}

/** The last row with the character marked, after the ones before it. */
function Place({ rows, column }: { rows: string[]; column: number }) {
  const row = rows.at(-1) ?? '';
  const at = column - 1;
  return (
    <Code block className={classes.place}>
      {rows.slice(0, -1).map((before) => `${before}\n`)}
      {row.slice(0, at)}
      <mark className={classes.mark}>{row.slice(at, at + 1) || ' '}</mark>
      {row.slice(at + 1)}
    </Code>
  );
}

/** Puts the caret of a field to a place of its text, and the character there under the selection. */
export function selectPlace(field: HTMLTextAreaElement | null, line: number, column: number): void {
  if (!field) return;
  const before = field.value.split('\n').slice(0, line - 1);
  const at = before.reduce((sum, row) => sum + row.length + 1, 0) + column - 1;
  field.focus();
  field.setSelectionRange(at, at + 1);
  field.scrollIntoView({ block: 'center' });
}
