import { Group, Loader, Text, Title, UnstyledButton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { confirm } from '../shared/confirm';
import { notifyFailure } from '../shared/notify';
import { useIsOnline } from '../shell/connection-watch';
import { connectionsChanged } from './connection';
import { GettzapIcon } from './gettzap-icon';
import classes from './marketplace-tiles.module.css';
import { useTexts } from './texts';

type Marketplace = Schemas['MarketplaceView'];

/** The services that can be connected; a press on one makes a connection that is still off. */
export function MarketplaceTiles() {
  const t = useTexts();
  const isOnline = useIsOnline();
  const [, navigate] = useLocation();
  const { data: marketplaces = [] } = useQuery({
    queryKey: ['marketplace-connections', 'marketplaces'],
    queryFn: ({ signal }) => call(api.GET('/api/marketplaces', { signal })),
  });
  const connect = useMutation({
    mutationFn: ({ code }: Marketplace) =>
      call(api.POST('/api/marketplace-connections', { body: { marketplace: code } })),
    onSuccess: () => void connectionsChanged(),
    onError: (error) => notifyFailure(error),
  });
  const ask = async (marketplace: Marketplace) => {
    const { name } = marketplace;
    if (!(await confirm({ title: t('connectTitle', { name }), children: t('connectHint') }))) return;
    // Not heard by who left the page meanwhile: they do something else by now.
    connect.mutate(marketplace, { onSuccess: ({ id }) => navigate(`/marketplaces/${id}?step=account`) });
  };
  return (
    <>
      <Title order={2} size="h4" mb="sm">
        {t('available')}
      </Title>
      <Group mb="xl" mih={64}>
        {marketplaces.map((marketplace) => (
          <UnstyledButton
            key={marketplace.code}
            className={classes.tile}
            disabled={!isOnline || connect.isPending}
            onClick={() => void ask(marketplace)}
          >
            <GettzapIcon />
            <Text fw={600}>{marketplace.name}</Text>
            {connect.isPending && <Loader size="xs" aria-hidden />}
          </UnstyledButton>
        ))}
      </Group>
    </>
  );
}
