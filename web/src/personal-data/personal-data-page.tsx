import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { queries } from '../api/queries';
import { notifyFailure } from '../shared/notify';
import { Page } from '../shared/page';
import { BuyerSearch } from './buyer-search';
import { FoundData } from './found-data';
import { useTexts } from './texts';

export type Buyer = Pick<Schemas['DeletePersonalData'], 'phone' | 'email' | 'name'>;
type Found = Schemas['PersonalDataView'];

/** Forgets a buyer: search, look, confirm, erase. Nothing of it stands in the address. */
export default function PersonalDataPage() {
  const t = useTexts();
  const [searched, setSearched] = useState<{ buyer: Buyer; found: Found }>();
  const find = useMutation({
    mutationFn: async (buyer: Buyer) => {
      const found = await call(api.POST('/api/personal-data/delete', { body: { ...buyer, dryRun: true } }));
      setSearched({ buyer, found });
    },
    onMutate: () => setSearched(undefined),
    onError: (error) => notifyFailure(error),
  });
  const erase = useMutation({
    mutationFn: (body: Schemas['DeletePersonalData']) => call(api.POST('/api/personal-data/delete', { body })),
    onSuccess: () => {
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
      {erase.data ? (
        <Erased
          result={erase.data}
          onAgain={(ids) => erase.mutate({ externalOrderIds: ids })}
          onAnother={erase.reset}
        />
      ) : (
        <>
          <BuyerSearch isPending={find.isPending} onSearch={find.mutate} onChange={() => setSearched(undefined)} />
          {searched && (
            <FoundData
              found={searched.found}
              isPending={erase.isPending}
              onErase={(ids) => erase.mutate(ids ? { externalOrderIds: ids } : searched.buyer)}
            />
          )}
        </>
      )}
    </Page>
  );
}

interface ErasedProps {
  result: Found;
  onAgain(ids: string[]): void;
  onAnother(): void;
}

function Erased({ result: { externalOrders, incomplete }, onAgain, onAnother }: ErasedProps) {
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
            <Button size="compact-sm" variant="default" onClick={() => onAgain(incomplete)}>
              {t('again')}
            </Button>
          </Group>
        </Alert>
      )}
      <Button variant="default" onClick={onAnother}>
        {t('another')}
      </Button>
    </>
  );
}
