import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { bytes } from '../i18n/format';
import { notifyFileFailure } from './file-failure';
import { ColumnFields } from './fields';
import { FileDrop } from './file-drop';
import { guessColumns, ROLES } from './guess-columns';
import { type Preview, previewOf } from './price-list';
import { isNeeded, type PriceListForm, withKnown } from './price-list-form';
import { PreviewTable } from './preview-table';
import { useTexts } from './texts';

interface Props {
  form: PriceListForm;
  /** What the button says, and why a file is chosen. */
  label: string;
  hint: ReactNode;
  /** Columns are found by the heading of the file; else those of the form stay. */
  isGuessing?: boolean;
  /** The numbers of columns can be typed without a file. */
  hasNumbers?: boolean;
  /** @param file undefined = it was put away again */
  onFile?(file: File | undefined): void;
}

/** How files of a list are read, seen on one of them. */
export function FileFields({ form, label, hint, isGuessing = false, hasNumbers = false, onFile }: Props) {
  const t = useTexts();
  const [isByNumbers, setByNumbers] = useState(hasNumbers);
  const [shown, setShown] = useState<{ file: File; preview: Preview }>();
  const looking = useMutation({
    mutationFn: async (file: File) => ({ file, preview: await previewOf(file) }),
    onSuccess: (seen) => {
      setShown(seen);
      setByNumbers(false);
      onFile?.(seen.file);
      if (!isGuessing) return;
      const { columns, firstRow } = guessColumns(seen.preview.rows);
      form.setFieldValue('columns', withKnown(columns));
      form.setFieldValue('firstRow', firstRow);
      form.clearErrors();
    },
    onError: (error) => notifyFileFailure(error, t('notRead')),
  });
  const drop = (
    <FileDrop label={label} hint={hint} isBusy={looking.isPending} isMain={isGuessing} onFile={looking.mutate} />
  );
  if (!shown) {
    return (
      <Stack>
        {isByNumbers && <ColumnFields form={form} />}
        {drop}
        {!isByNumbers && errorOf(form) && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {t('fileNeeded')}
          </Text>
        )}
        {!isByNumbers && (
          <Anchor component="button" type="button" size="sm" ta="start" onClick={() => setByNumbers(true)}>
            {t('withoutFile')}
          </Anchor>
        )}
      </Stack>
    );
  }
  const { file, preview } = shown;
  const putAway = () => {
    setShown(undefined);
    onFile?.(undefined);
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {file.name}{' '}
          <Text span size="sm" c="dimmed" fw={400}>
            {[bytes(file.size), formOf(preview, t)].filter(Boolean).join(' · ')}
          </Text>
        </Text>
        <Anchor component="button" type="button" size="sm" onClick={putAway}>
          {t('otherFile')}
        </Anchor>
      </Group>
      <Text size="sm" c="dimmed">
        {t('preview.hint')}
      </Text>
      <PreviewTable preview={preview} form={form} />
      <MissingColumns form={form} />
    </Stack>
  );
}

/** How a text file is written. */
function formOf({ encoding, separator }: Preview, t: ReturnType<typeof useTexts>): string {
  if (!encoding) return '';
  const between = { ';': 'semicolon', ',': 'comma', '\t': 'tab', '|': 'bar' }[separator];
  return [encoding, between && t(`separator.${between as 'tab'}`)].filter(Boolean).join(', ');
}

const errorOf = ({ errors }: PriceListForm) => ROLES.map((role) => errors[`columns.${role}`]).find(Boolean);

/** Which columns have to be there and were not named. */
function MissingColumns({ form }: { form: PriceListForm }) {
  const t = useTexts();
  const { columns } = form.values;
  const missing = ROLES.filter((role) => isNeeded(role) && columns[role] === '');
  const wrong = errorOf(form);
  if (missing.length === 0) {
    return wrong ? (
      <Text size="sm" c="var(--mantine-color-error)" role="alert">
        {wrong}
      </Text>
    ) : null;
  }
  const names = missing.map((role) => t(`role.${role}`)).join(', ');
  return (
    <Text size="sm" c={wrong ? 'var(--mantine-color-error)' : 'dimmed'} role={wrong ? 'alert' : 'status'}>
      {t('preview.missing', { columns: names })}
    </Text>
  );
}
