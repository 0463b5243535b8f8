import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useIsOnline } from '../shell/connection-watch';
import { CheckList } from './check-list';
import type { CheckStep } from './check-words';
import { notifyFailure } from './notify';
import { IconPlugConnected } from './page-icons';

/** What is tried of another system, in this order. */
export const CHECK_STEPS = ['settings', 'address', 'answer', 'sign_in'] as const;

interface CheckResult {
  ok: boolean;
  steps: CheckStep[];
}

interface Props<Result extends CheckResult> {
  hint: string;
  /** What the button says, at first and afterwards. */
  words: { check: string; again: string; running: string };
  steps: Array<[name: string, title: string]>;
  run(): Promise<Result>;
  onRun?(): Promise<unknown> | void;
  fieldName(field: string): string;
  isAwaited?(step: CheckStep): boolean;
  verdictOf(result: Result): ReactNode;
}

/** Tries another system out without any effect there, and shows how far that got. */
export function CheckRun<Result extends CheckResult>(props: Props<Result>) {
  const { hint, words, steps, run, onRun, fieldName, isAwaited, verdictOf } = props;
  const isOnline = useIsOnline();
  const check = useMutation({ mutationFn: run, onSuccess: onRun, onError: (error) => notifyFailure(error) });
  const { data: result, isPending } = check;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
      <Group>
        <Button
          variant="light"
          leftSection={<IconPlugConnected size={16} aria-hidden />}
          loading={isPending}
          disabled={!isOnline}
          onClick={() => check.mutate()}
        >
          {result ? words.again : words.check}
        </Button>
      </Group>
      {(isPending || result) && (
        <CheckList
          label={words.running}
          steps={steps}
          found={result?.steps}
          isRunning={isPending}
          fieldName={fieldName}
          isAwaited={isAwaited}
        />
      )}
      <div aria-live="polite" hidden={isPending || !result}>
        {!isPending && result && verdictOf(result)}
      </div>
    </Stack>
  );
}
