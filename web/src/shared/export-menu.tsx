import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { download } from '../api/download';
import { refusalInWords } from '../api/field-words';
import { IconDownload } from './page-icons';
import { number } from '../i18n/format';
import { language } from '../i18n/language';
import { useExportTexts } from './export-texts';
import { notifyFailure } from './notify';
import { MOST_CHOSEN } from './selection';
import { useTexts } from './list-texts';

interface Props {
  /** The export call's path: `/api/external-orders/export`. */
  path: string;
  /** The same filters as the list shows. */
  query: Record<string, string | number | undefined>;
  size?: 'xs' | 'sm';
}

/** Downloads a list, as it is filtered, made by the service. */
export function ExportMenu({ path, query, size = 'sm' }: Props) {
  const t = useTexts();
  const e = useExportTexts();
  const chosen = String(query['ids'] ?? '').split(',').length;
  const downloading = useMutation({
    mutationFn: download,
    onError: (error) => notifyFailure(refusalInWords(error), e('failed')),
  });
  const address = (format: string) => {
    const given = Object.entries(query).filter(([name, value]) => value && !['page', 'perPage'].includes(name));
    const params = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
    params.set('format', format);
    params.set('lang', language());
    return `${path}?${params}`;
  };
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="default"
          size={size}
          loading={downloading.isPending}
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t('export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {chosen > MOST_CHOSEN ? (
          <Menu.Item disabled>{e('tooMany', { most: number(MOST_CHOSEN), chosen: number(chosen) })}</Menu.Item>
        ) : (
          <>
            <Menu.Item onClick={() => downloading.mutate(address('xlsx'))}>{t('exportXlsx')}</Menu.Item>
            <Menu.Item onClick={() => downloading.mutate(address('csv'))}>{t('exportCsv')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
