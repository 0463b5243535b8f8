import { Alert, Button, Group, List, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { queries } from '../api/queries';
import { money, number, percent } from '../i18n/format';
import { confirm } from '../shared/confirm';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { IconAlertTriangle } from '../shared/page-icons';
import { useIsOnline } from '../shell/connection-watch';
import { importKey, type ListImportDetail, priceListsChanged } from './price-list';
import { useTexts } from './texts';

type Broken = ListImportDetail['held'][number];

/** A file that is too unlike the one in force: in what, and what to do about it. */
export function Held({ listId, row }: { listId: string; row: ListImportDetail }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const params = { path: { id: listId, importId: row.id } };
  const decide = useMutation({
    mutationFn: (isTaken: boolean) =>
      isTaken
        ? call(api.POST('/api/price-lists/{id}/imports/{importId}/publish', { params }))
        : call(api.POST('/api/price-lists/{id}/imports/{importId}/discard', { params })),
    onSuccess: (decided, isTaken) => {
      queries.setQueryData(importKey(listId, row.id), decided);
      notifySuccess(t(isTaken ? 'published' : 'discarded'));
    },
    onError: (error) => notifyFailure(error),
    onSettled: priceListsChanged,
  });
  const publish = async () => {
    const question = { title: t('publishTitle'), children: t('publishHint', { number: number(row.taken) }) };
    if (await confirm({ ...question, confirm: t('publish') })) decide.mutate(true);
  };
  return (
    <Alert color="orange" icon={<IconAlertTriangle />} title={t('heldTitle')} role="alert">
      <Text size="sm" mb="xs">
        {t('heldWhy')}
      </Text>
      <List size="sm" mb="md">
        {row.held.map((broken) => (
          <List.Item key={broken.rule}>
            <BrokenLimit broken={broken} />
          </List.Item>
        ))}
      </List>
      <Group gap="sm">
        <Button
          loading={decide.isPending && decide.variables}
          disabled={!isOnline || decide.isPending}
          onClick={() => void publish()}
        >
          {t('publish')}
        </Button>
        <Button
          variant="default"
          loading={decide.isPending && !decide.variables}
          disabled={!isOnline || decide.isPending}
          onClick={() => decide.mutate(false)}
        >
          {t('discard')}
        </Button>
      </Group>
    </Alert>
  );
}

/** Old and new, and by how much they differ. */
function BrokenLimit({ broken: { rule, value, limit, before, after } }: { broken: Broken }) {
  const t = useTexts();
  const shown = rule === 'median' ? (kopecks: number) => money(String(kopecks / 100)) : number;
  const numbers = { before: shown(before), after: shown(after) };
  return (
    <>
      <Text span size="sm" fw={600}>
        {t(`broken.${rule}`, numbers)}
      </Text>{' '}
      {t(`brokenBy.${rule}`, { value: percent(value), limit: percent(limit) })}
    </>
  );
}
