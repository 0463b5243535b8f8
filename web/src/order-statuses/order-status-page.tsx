import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'wouter';
import { api, call } from '../api/client';
import { Page } from '../shared/page';
import { Loaded, NoRights } from '../shared/page-states';
import { StatusForm } from './status-form';
import { useTexts } from './texts';
import { useMayEditStatuses } from './use-statuses';

/** One status: `/order-statuses/new` or `/order-statuses/:id`. */
export default function OrderStatusPage() {
  const { id } = useParams<{ id: string }>();
  return id === 'new' ? <NewStatus /> : <KnownStatus key={id} id={id} />;
}

function NewStatus() {
  const t = useTexts();
  const mayEdit = useMayEditStatuses();
  return (
    <Page title={t('newTitle')} back={{ href: '/order-statuses', label: t('title') }}>
      {mayEdit ? <StatusForm status={null} onReload={() => undefined} /> : <NoRights />}
    </Page>
  );
}

function KnownStatus({ id }: { id: string }) {
  const t = useTexts();
  // Each loading on purpose begins the form anew; one in the background leaves alone what is being typed.
  const [loading, setLoading] = useState(1);
  const status = useQuery({
    queryKey: ['order-statuses', 'one', id, loading],
    queryFn: ({ signal }) => call(api.GET('/api/order-statuses/{id}', { params: { path: { id } }, signal })),
    // A form of an older version could not be saved.
    gcTime: 0,
  });
  return (
    <Page title={status.data?.name ?? t('oneTitle')} back={{ href: '/order-statuses', label: t('title') }}>
      <Loaded query={status}>
        {(loaded) => <StatusForm key={loading} status={loaded} onReload={() => setLoading(loading + 1)} />}
      </Loaded>
    </Page>
  );
}
