import { Alert, Button } from '@mantine/core';
import { ApiError } from '../api/errors';
import { dateTime } from '../i18n/format';
import { useTexts } from './texts';

/** Says who changed a thing while it was being edited, and offers the new version. Shows nothing for other errors. */
export function ChangedMeanwhile({ error, onReload }: { error: unknown; onReload(): void }) {
  const t = useTexts();
  if (!(error instanceof ApiError) || error.code !== 'changed_meanwhile') return null;
  const { changed } = error;
  return (
    <Alert color="yellow" title={t('changedMeanwhile')} role="alert" mb="md">
      {changed ? t('changedBy', { who: changed.by, when: dateTime(changed.at) }) : t('changedBySomebody')}
      <Button size="compact-sm" variant="default" mt="xs" display="block" onClick={onReload}>
        {t('reload')}
      </Button>
    </Alert>
  );
}
