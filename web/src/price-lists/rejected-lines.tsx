import { Code, Text } from '@mantine/core';
import { errorInWords } from '../api/field-words';
import { number } from '../i18n/format';
import { DataTable } from '../shared/data-table';
import type { ListImportDetail } from './price-list';
import { useTexts } from './texts';

/** Lines that were not taken, each with why. */
export function RejectedLines({ row: { rejected, rejectedLines } }: { row: ListImportDetail }) {
  const t = useTexts();
  const isAll = rejectedLines.length >= rejected;
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t('rejectedHint')} {!isAll && t('rejectedFirst', { number: number(rejectedLines.length) })}
      </Text>
      <DataTable<ListImportDetail['rejectedLines'][number]>
        label={t('rejected')}
        rows={rejectedLines}
        hasFixedWidths
        rowKey={({ line }) => String(line)}
        columns={[
          {
            key: 'line',
            header: t('preview.line'),
            isHeaderHidden: true,
            width: 150,
            render: ({ line }) => t('lineNumber', { number: number(line) }),
          },
          {
            key: 'code',
            header: t('reason'),
            width: 260,
            render: ({ code }) => errorInWords({ code, params: {}, message: code }),
          },
          {
            key: 'content',
            header: t('content'),
            render: ({ content }) => (
              <Code style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{content}</Code>
            ),
          },
        ]}
      />
    </>
  );
}
