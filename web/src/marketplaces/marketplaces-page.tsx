import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMay } from '../session/session';
import { useConnectionName, useConnectionStates } from '../shared/connections';
import { Page } from '../shared/page';
import { Loaded, NothingYet } from '../shared/page-states';
import { isLong, SearchedRows } from '../shared/searched-rows';
import { useRegionChoice } from '../shell/regions';
import { ConnectionCard } from './connection-card';
import { useConnections } from './connection';
import { ConnectionTable } from './connection-table';
import { MarketplaceTiles } from './marketplace-tiles';
import { useTexts } from './texts';

export default function MarketplacesPage() {
  const t = useTexts();
  const mayEdit = useMay('administer');
  const connections = useConnections();
  const states = useConnectionStates();
  const nameOf = useConnectionName();
  const { regionId, choose } = useRegionChoice();
  return (
    <Page title={t('title')}>
      {mayEdit && (
        <>
          <Text c="dimmed" size="sm" mb="md">
            {t('hint')}
          </Text>
          <MarketplaceTiles />
        </>
      )}
      <Loaded query={connections}>
        {(all) => {
          if (all.length === 0) {
            return <NothingYet title={t('nothing')} hint={mayEdit ? t('nothingAdmin') : t('nothingReader')} />;
          }
          // One without a region is not finished, and must not be lost sight of.
          const shown = all.filter((each) => !regionId || each.regionId === null || each.regionId === regionId);
          return (
            <>
              <Group gap="sm" mb="sm" align="baseline">
                <Title order={2} size="h4">
                  {t('connected')}
                </Title>
                <Text size="sm" c="dimmed">
                  {t('connectedCount', { count: shown.length })}
                </Text>
              </Group>
              {shown.length === 0 && (
                <Group gap="sm">
                  <Text>{t('nothingInRegion')}</Text>
                  <Button size="compact-sm" variant="light" onClick={() => choose('')}>
                    {t('showAllRegions')}
                  </Button>
                </Group>
              )}
              <SearchedRows
                rows={shown}
                textsOf={(connection) => [nameOf(connection), connection.login, connection.id]}
                placeholder={t('searchHint')}
              >
                {(found) =>
                  isLong(shown) ? (
                    <ConnectionTable connections={found} states={states} />
                  ) : (
                    <Stack role="list" aria-label={t('connected')}>
                      {found.map((connection) => (
                        <ConnectionCard
                          key={connection.id}
                          connection={connection}
                          status={states.find(({ id }) => id === connection.id)}
                        />
                      ))}
                    </Stack>
                  )
                }
              </SearchedRows>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
