import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { queries } from '../api/queries';
import { notifyFailure } from '../shared/notify';
import { Page } from '../shared/page';
import { NothingYet } from '../shared/page-states';
import { type Buyer, BuyerRun } from './buyer-run';
import { BuyerSearch } from './buyer-search';
import { FoundData } from './found-data';
import { useTexts } from './texts';

/** Forgets a buyer: search, look, confirm, erase. Nothing of it stands in the address. */
export default function PersonalDataPage() {
  const t = useTexts();
  /** Each search is another one, also for the same buyer. */
  const [searched, setSearched] = useState<{ buyer: Buyer; number: number }>();
  /** What was done stays told while what was left is tried once more. */
  const [erased, setErased] = useState<Schemas['PersonalDataView']>();
  const erase = useMutation({
    mutationFn: (body: Schemas['DeletePersonalData']) => call(api.POST('/api/personal-data/delete', { body })),
    onSuccess: (result) => {
      setErased(result);
      setSearched(undefined);
      void queries.invalidateQueries();
    },
    onError: (error) => notifyFailure(error),
  });
  return (
    <Page title={t('title')}>
      <Text c="dimmed" size="sm" mb="md">
        {t('hint')}
      </Text>
      {erased ? (
        <Erased
          result={erased}
          isPending={erase.isPending}
          onAgain={(ids) => erase.mutate({ externalOrderIds: ids })}
          onAnother={() => setErased(undefined)}
        />
      ) : (
        <>
          <BuyerSearch
            onSearch={(buyer) => setSearched({ buyer, number: (searched?.number ?? 0) + 1 })}
            onChange={() => setSearched(undefined)}
          />
          {!searched && <NothingYet title={t('start')} hint={t('startHint')} />}
          {searched && (
            <BuyerRun key={searched.number} buyer={searched.buyer}>
              {(found) => <FoundData found={found} isPending={erase.isPending} onErase={erase.mutate} />}
            </BuyerRun>
          )}
        </>
      )}
    </Page>
  );
}

interface ErasedProps {
  result: Schemas['PersonalDataView'];
  isPending: boolean;
  onAgain(ids: string[]): void;
  onAnother(): void;
}

function Erased({ result: { externalOrders, incomplete }, isPending, onAgain, onAnother }: ErasedProps) {
  const t = useTexts();
  const named = externalOrders.filter(({ id }) => incomplete.includes(id)).map(({ externalId }) => externalId);
  return (
    <>
      <Alert color="green" title={t('done')} role="status" mb="md">
        {t('doneHint', { count: externalOrders.length - incomplete.length })}
      </Alert>
      {incomplete.length > 0 && (
        <Alert color="yellow" title={t('incomplete')} role="alert" mb="md">
          {t('incompleteHint', { ids: named.join(', ') })}
          <Group mt="xs">
            <Button size="compact-sm" variant="default" loading={isPending} onClick={() => onAgain(incomplete)}>
              {t('again')}
            </Button>
          </Group>
        </Alert>
      )}
      <Button variant="default" disabled={isPending} onClick={onAnother}>
        {t('another')}
      </Button>
    </>
  );
}
