import { ActionBar, Button, Text } from '@mantine/core';
import { AssignMany } from '../teamwork/assignee';
import { IconTag } from '../shared/page-icons';
import classes from '../shared/bulk-bar.module.css';
import { useShortcuts } from '../shared/shortcuts';
import { useIsOnline } from '../shell/connection-watch';
import { PrintMenu } from './print-menu';
import { useStatusTexts } from './status-texts';
import { useTexts } from './texts';

interface Props {
  isShown: boolean;
  /** What is chosen. */
  words: string;
  /** To be given to somebody; absent where nothing can be. */
  orders?: Array<{ externalOrderId: string; regionId: string }>;
  /** Orders to be printed; absent where one stands alone. */
  printed?: string[];
  onSetStatus(): void;
  onClear(): void;
}

/** What can be done with the chosen rows. */
export function SelectionBar({ isShown, words, orders, printed, onSetStatus, onClear }: Props) {
  const t = useTexts();
  const change = useStatusTexts();
  const isOnline = useIsOnline();
  useShortcuts(isShown ? [{ keys: 'Escape', label: t('clearSelection'), run: onClear }] : []);
  return (
    <ActionBar
      opened={isShown}
      onClose={onClear}
      withinPortal={false}
      aria-label={t('withChosen')}
      className={classes.bar}
      data-for-chosen
    >
      <Text size="sm" aria-live="polite">
        {words}
      </Text>
      <ActionBar.Divider />
      <Button
        size="xs"
        flex="none"
        leftSection={<IconTag size={16} aria-hidden />}
        disabled={!isOnline}
        onClick={onSetStatus}
      >
        {change('setStatus')}
      </Button>
      {orders && <AssignMany orders={orders} onDone={onClear} />}
      {printed && <PrintMenu orderIds={printed} />}
      <ActionBar.CloseButton aria-label={t('clearSelection')} />
    </ActionBar>
  );
}
