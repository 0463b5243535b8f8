import { ActionBar, Button, Text } from '@mantine/core';
import { IconCheck } from '../shared/icons';
import { IconX } from '../shared/page-icons';
import { useIsOnline } from '../shell/connection-watch';
import { ExportMenu } from '../shared/export-menu';
import type { Selection } from '../shared/selection';
import classes from '../shared/bulk-bar.module.css';
import { useShortcuts } from '../shared/shortcuts';
import { useTexts as useSharedTexts } from '../shared/texts';
import { PrintMenu } from '../orders/print-menu';
import { AssignMany } from '../teamwork/assignee';
import type { Decision } from './decide-many';
import { useTexts } from './texts';

interface Props {
  selection: Selection;
  exportPath: string;
  /** The chosen rows that are shown; absent where they are no orders. */
  orders?: Array<{ externalOrderId: string; regionId: string; orderId: string | null }>;
  /** Absent = nothing can be decided here. */
  onDecide?: ((decision: Decision) => void) | undefined;
  /** What is being decided. */
  pending?: Decision | undefined;
}

/** What can be done with the chosen rows. */
export function BulkBar({ selection, exportPath, orders, onDecide, pending }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const count = selection.keys.length;
  const printed = orders?.flatMap(({ orderId }) => orderId ?? []) ?? [];
  useShortcuts(count > 0 ? [{ keys: 'Escape', label: t('clearSelection'), run: selection.clear }] : []);
  return (
    <ActionBar
      opened={count > 0}
      onClose={selection.clear}
      withinPortal={false}
      aria-label={t('chosenActions')}
      zIndex={150}
      className={classes.bar}
      data-for-chosen
    >
      <Text size="sm" fw={600} aria-live="polite">
        {shared('selected', { count })}
      </Text>
      <ActionBar.Divider />
      {onDecide && (
        <>
          <Button
            size="xs"
            leftSection={<IconCheck size={14} aria-hidden />}
            disabled={!isOnline || pending !== undefined}
            loading={pending === 'accept'}
            onClick={() => onDecide('accept')}
          >
            {t('accept')}
          </Button>
          <Button
            size="xs"
            color="red"
            variant="light"
            leftSection={<IconX size={14} aria-hidden />}
            disabled={!isOnline || pending !== undefined}
            onClick={() => onDecide('refuse')}
          >
            {t('refuse')}
          </Button>
        </>
      )}
      {orders && <AssignMany orders={orders} onDone={selection.clear} />}
      {printed.length > 0 && <PrintMenu orderIds={printed} />}
      <ExportMenu size="xs" path={exportPath} query={{ ids: selection.keys.join(',') }} />
      <ActionBar.CloseButton aria-label={t('clearSelection')} />
    </ActionBar>
  );
}
