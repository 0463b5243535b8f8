import { Button, FileButton, Modal, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { errorInWords, refusalInWords } from '../api/field-words';
import { outOfDate } from '../api/queries';
import { number } from '../i18n/format';
import { notifyFailure } from '../shared/notify';
import { IconDownload, IconUpload } from '../shared/page-icons';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useIsOnline } from '../shell/connection-watch';
import { useTexts } from './texts';

type Result = Schemas['BrandFileResult'];

/** The directory as a file, and files that add to it, with what came of each line. */
export function BrandFile({ mayUpload }: { mayUpload: boolean }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const upload = useMutation({
    mutationFn: (file: File) =>
      call(
        api.POST('/api/brands/import', {
          // A file goes as it is.
          body: file as unknown as string,
          bodySerializer: (body) => body,
          headers: { 'Content-Type': 'text/csv' },
        }),
      ),
    onError: (error) => notifyFailure(refusalInWords(error)),
    onSettled: () => outOfDate('brands'),
  });
  return (
    <>
      <Button
        component="a"
        href="/api/brands/export"
        download
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t('download')}
      </Button>
      {mayUpload && (
        <FileButton accept=".csv,.txt,text/csv" onChange={(file: File | null) => file && upload.mutate(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={upload.isPending}
              disabled={!isOnline}
              leftSection={<IconUpload size={16} aria-hidden />}
            >
              {t('upload')}
            </Button>
          )}
        </FileButton>
      )}
      {upload.data && <FileResult result={upload.data} onClose={upload.reset} />}
    </>
  );
}

function FileResult({ result, onClose }: { result: Result; onClose(): void }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const { added, updated, unchanged, refused, changes, refusals } = result;
  const sums = {
    added: number(added),
    updated: number(updated),
    unchanged: number(unchanged),
    refused: number(refused),
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('fileTitle')}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <Stack>
        <Text size="sm">
          {t('fileSums', sums)} {t('fileHint')}
        </Text>
        {refusals.length > 0 && (
          <Lines
            title={t('fileRefused')}
            last={t('why')}
            total={refused}
            rows={refusals.map(({ line, brand, spelling, error }) => {
              const what = errorInWords(error);
              return { line, brand, what: spelling ? t('synonymWrong', { synonym: spelling, what }) : what };
            })}
          />
        )}
        {changes.length > 0 && (
          <Lines
            title={t('fileTaken')}
            last={t('outcome')}
            total={added + updated}
            rows={changes.map(({ line, brand, outcome }) => ({ line, brand, what: t(outcome) }))}
          />
        )}
      </Stack>
    </Modal>
  );
}

interface LinesProps {
  title: string;
  /** Header of the last column. */
  last: string;
  total: number;
  rows: Array<{ line: number; brand: string; what: string }>;
}

function Lines({ title, last, total, rows }: LinesProps) {
  const t = useTexts();
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {title}
      </Title>
      <Table.ScrollContainer minWidth={320} maxHeight={320}>
        <Table aria-label={title} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={70}>{t('line')}</Table.Th>
              <Table.Th>{t('brand')}</Table.Th>
              <Table.Th>{last}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ line, brand, what }) => (
              <Table.Tr key={line}>
                <Table.Td>{number(line)}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{brand}</Table.Td>
                <Table.Td>{what}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {rows.length < total && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('fileFirst', { count: rows.length })}
        </Text>
      )}
    </div>
  );
}
