import { Button, Group, Paper } from '@mantine/core';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useIsOnline } from '../shell/connection-watch';
import classes from './save-bar.module.css';

interface Props {
  isDirty: boolean;
  isSaving: boolean;
  onUndo(): void;
}

/** «Сохранить» at the bottom of a form, in sight while there is something to save. */
export function SaveBar({ isDirty, isSaving, onUndo }: Props) {
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  return (
    <Paper className={classes.bar} data-dirty={isDirty || undefined} py="sm" px="md" mt="md">
      <Group justify="flex-end">
        {isDirty && (
          <Button variant="default" disabled={isSaving} onClick={onUndo}>
            {shared('cancel')}
          </Button>
        )}
        <Button type="submit" loading={isSaving} disabled={!isOnline}>
          {shared('save')}
        </Button>
      </Group>
    </Paper>
  );
}
