import { Box, Button, Group, type GroupProps, Text } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTexts } from './bell-texts';
import { noticesState, switchNoticesOff, switchNoticesOn, watchNoticesState } from './browser-notices';

/** Whether the browser tells of messages while the panel is not in front, and the switch for it. */
export function BrowserNoticesSetting(props: GroupProps) {
  const t = useTexts();
  const state = useSyncExternalStore(watchNoticesState, noticesState);
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm" {...props}>
      <Box>
        <Text size="sm" fw={500}>
          {t('notices')}
        </Text>
        <Text size="sm" c="dimmed" role="status">
          {t(`noticesState.${state}`)}
        </Text>
      </Box>
      {(state === 'off' || state === 'on') && (
        <Button
          size="compact-sm"
          variant="default"
          flex="none"
          onClick={() => (state === 'off' ? void switchNoticesOn() : switchNoticesOff())}
        >
          {t(state === 'off' ? 'noticesOn' : 'noticesOff')}
        </Button>
      )}
    </Group>
  );
}
