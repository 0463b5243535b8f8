import { Box, Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { fieldErrors } from '../api/field-words';
import { queries } from '../api/queries';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { Page } from '../shared/page';
import { ListSkeleton } from '../shared/page-states';
import { Section } from '../shared/section';
import { useTexts as useSharedTexts } from '../shared/texts';
import { type Topic, Topics } from '../settings/topics';
import { useLeave, useUnsavedGuard } from '../shared/unsaved';
import { useIsOnline } from '../shell/connection-watch';
import { useRegionChoice } from '../shell/regions';
import { GeneralFields, GuardFields, SourceFields } from './fields';
import { notifyFileFailure } from './file-failure';
import { FileFields } from './file-fields';
import { importAddress, loadFile, type PriceList, priceListKey, priceListsChanged } from './price-list';
import { bodyOf, limitsInWords, NEW_LIST, type PriceListValues, usePriceListForm } from './price-list-form';
import { useTexts } from './texts';

interface Made {
  list: PriceList;
  /** null = there was no file, or it was not taken. */
  importId: string | null;
}

/** A price list is made of its first file, or of where files will come from. */
export default function NewPriceListPage() {
  const t = useTexts();
  const { regions } = useRegionChoice();
  return (
    <Page title={t('add')} back={{ href: '/price-lists', label: t('title') }}>
      {/* Which region it is of is chosen already where there is one alone. */}
      {regions.length > 0 ? <NewList /> : <ListSkeleton />}
    </Page>
  );
}

function NewList() {
  const t = useTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const { regions, regionId } = useRegionChoice();
  const [file, setFile] = useState<File>();
  const form = usePriceListForm({ ...NEW_LIST, regionId: regionId || (regions.length === 1 ? regions[0]!.id : '') });
  const leave = useLeave();
  const create = useMutation({
    mutationFn: async (values: PriceListValues): Promise<Made> => {
      const list = await call(api.POST('/api/price-lists', { body: bodyOf(values) }));
      queries.setQueryData(priceListKey(list.id), list);
      if (!file) return { list, importId: null };
      // The list is there, whatever becomes of its first file.
      const importId = await loadFile(list.id, file).catch((error: unknown) => {
        notifyFileFailure(error, t('notLoaded'));
        return null;
      });
      return { list, importId };
    },
    onSuccess: ({ list, importId }) => {
      notifySuccess(t('created'));
      leave(importId ? importAddress(list.id, importId) : `/price-lists/${list.id}`, { replace: true });
      void priceListsChanged();
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error));
      notifyFailure(error);
    },
  });
  useUnsavedGuard((form.isDirty() || file !== undefined) && !create.isSuccess);
  const { url, refreshMinutes, guard } = form.values;
  const hasError = (prefix: string) => Object.keys(form.errors).some((path) => path.startsWith(prefix));
  const topics: Topic[] = [
    {
      name: 'source',
      title: t('topic.source'),
      summary: url.trim() ? t('summary.fetched', { minutes: refreshMinutes }) : t('summary.uploaded'),
      hasError: hasError('url') || hasError('refreshMinutes'),
      children: <SourceFields form={form} />,
    },
    {
      name: 'guard',
      title: t('topic.guard'),
      summary: t('summary.guard', limitsInWords(guard)),
      hasError: hasError('guard.'),
      children: <GuardFields form={form} />,
    },
  ];
  return (
    <Box maw={1080}>
      <form
        onSubmit={form.onSubmit(
          (values) => create.mutate(values),
          (errors) => form.getInputNode(Object.keys(errors)[0]!)?.focus(),
        )}
        noValidate
        autoComplete="off"
      >
        <Stack>
          <Section title={t('topic.file')}>
            <FileFields form={form} label={t('chooseFile')} hint={t('dropHint')} isGuessing onFile={setFile} />
          </Section>
          <Section title={t('topic.general')}>
            <GeneralFields form={form} />
          </Section>
          <Topics topics={topics} />
          <Group justify="space-between" gap="sm">
            <Button component={Link} href="/price-lists" variant="subtle" color="gray">
              {shared('cancel')}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={!isOnline}>
              {file ? t('createAndLoad') : t('create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Box>
  );
}
