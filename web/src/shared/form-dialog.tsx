import { Button, Group, Modal, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isApiError } from '../api/errors';
import { fieldErrors } from '../api/field-words';
import { useIsOnline } from '../shell/connection-watch';
import { ChangedMeanwhile } from './changed-meanwhile';
import { focusRefused } from './focus-refused';
import { notifyFailure } from './notify';
import { useTexts } from './texts';
import { useUnsavedGuard } from './unsaved';

interface Props<Values, Saved> {
  title: string;
  form: UseFormReturnType<Values>;
  /** «Сохранить» else. */
  submitLabel?: string;
  size?: 'md' | 'lg';
  save(values: Values): Promise<Saved>;
  /** The dialog is closed after it. */
  onSaved(saved: Saved): void | Promise<void>;
  /** Asks for the thing anew, when somebody else changed it meanwhile. */
  onStale?(): void | Promise<void>;
  onClose(): void;
  children: ReactNode;
}

/** A form in a dialog: saved with its fields' errors in their places, never lost by a click beside it, by Escape or by leaving the page. */
export function FormDialog<Values, Saved>(props: Props<Values, Saved>) {
  const { title, form, size, save, onSaved, onStale, onClose, children } = props;
  const t = useTexts();
  const isOnline = useIsOnline();
  const saving = useMutation({
    mutationFn: save,
    onSuccess: async (saved) => {
      await onSaved(saved);
      onClose();
    },
    onError: (error) => {
      const errors = fieldErrors(error);
      form.setErrors(errors);
      if (focusRefused(errors) || isApiError(error, 'changed_meanwhile')) return;
      notifyFailure(error);
    },
  });
  useUnsavedGuard(form.isDirty() && !saving.isSuccess);
  const reload = () => {
    void onStale?.();
    onClose();
  };
  return (
    <Modal
      opened
      size={size}
      onClose={onClose}
      closeOnClickOutside={!form.isDirty()}
      closeOnEscape={!form.isDirty()}
      title={title}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={form.onSubmit((values) => saving.mutate(values), focusRefused)} noValidate>
        <ChangedMeanwhile error={saving.error} onReload={reload} />
        <Stack>
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={saving.isPending} disabled={!isOnline}>
              {props.submitLabel ?? t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
