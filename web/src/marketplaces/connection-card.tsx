import { Badge, Box, Button, Card, Group, Stack, Text } from '@mantine/core';
import { IconSettings } from '../shared/page-icons';
import { Link } from 'wouter';
import { useMay } from '../session/session';
import { type ConnectionState, useConnectionName } from '../shared/connections';
import { useRegionName } from '../shell/regions';
import { type Connection, isSetUp } from './connection';
import { ConnectionBadge, ConnectionTraffic, ConnectionTrouble } from './connection-health';
import { GettzapIcon } from './gettzap-icon';
import { OrderLink } from './order-link';
import { useTexts } from './texts';
import { UntoldDecisions } from './untold-decisions';
import { resumeAddress } from './wizard/steps';

/** One connected service: where it belongs, how it is, its link, the way to its settings. */
export function ConnectionCard({ connection, status }: { connection: Connection; status?: ConnectionState }) {
  const t = useTexts();
  const mayEdit = useMay('administer');
  const nameOf = useConnectionName();
  const regionName = useRegionName();
  const { id, regionId, isActive, login } = connection;
  const address = `/marketplaces/${id}`;
  return (
    <Card role="listitem" padding="md">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Group gap="sm" wrap="nowrap" align="flex-start">
            <GettzapIcon />
            <Box>
              <Text fw={600}>{regionId === null ? t('noRegion') : regionName(regionId)}</Text>
              <Text size="sm" c="dimmed">
                {['GettZap', login].filter(Boolean).join(' · ')}
              </Text>
            </Box>
          </Group>
          <Group gap="xs">
            <Badge color={isActive ? 'indigo' : 'gray'}>{isActive ? t('active') : t('inactive')}</Badge>
            {status && isActive && <ConnectionBadge status={status} />}
          </Group>
        </Group>
        {status && <ConnectionTrouble status={status} />}
        <UntoldDecisions connection={connection} />
        <OrderLink connection={connection} />
        <Group justify="space-between" gap="sm">
          {status ? <ConnectionTraffic status={status} /> : <span />}
          <Group gap="xs">
            {mayEdit && !isSetUp(connection, status) && (
              <Button component={Link} href={resumeAddress(connection)} variant="light" size="sm">
                {t('continueSetup')}
              </Button>
            )}
            <Button
              component={Link}
              href={address}
              variant="default"
              size="sm"
              leftSection={<IconSettings size={16} aria-hidden />}
              aria-label={t('configureWhich', { name: nameOf(connection) })}
            >
              {t('configure')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Card>
  );
}
