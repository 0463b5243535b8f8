import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Run, RunStep } from './bounded-run';
import { BoundedRunProgress } from './bounded-run-progress';
import { useTexts } from './texts';

interface Props<S extends RunStep> {
  title: string;
  run: Run<S>;
  /** What the bar shows. */
  progress: string;
  /** Before it begins, with the button that begins it. */
  question: ReactNode;
  /** What came of it so far. */
  results: ReactNode;
  onClose(): void;
}

/** Asks before a long run, shows how far it is and what comes of it; while it runs it is stopped, not closed. */
export function BoundedRunDialog<S extends RunStep>({ title, run, progress, question, results, onClose }: Props<S>) {
  const t = useTexts();
  const isRunning = run.state === 'running';
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeOnClickOutside={!isRunning}
      closeOnEscape={!isRunning}
      withCloseButton={!isRunning}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {run.state === 'ready' ? (
        question
      ) : (
        <Stack>
          <BoundedRunProgress run={run} label={progress} />
          {results}
          <Group justify="flex-end">
            {isRunning && (
              <Button variant="default" onClick={run.stop}>
                {t('stop')}
              </Button>
            )}
            {run.state === 'stopped' && (
              <Button variant="default" onClick={run.start}>
                {t('goOn')}
              </Button>
            )}
            {!isRunning && (
              <Button onClick={onClose} data-autofocus>
                {t('close')}
              </Button>
            )}
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
