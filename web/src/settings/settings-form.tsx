import { Alert, Fieldset } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { ChangedMeanwhile } from '../shared/changed-meanwhile';
import { IconLock } from '../shared/icons';
import { useUnsavedGuard } from '../shared/unsaved';
import { SaveBar } from './save-bar';
import { type Topic, Topics } from './topics';

export interface SettingsTopic extends Omit<Topic, 'isUnsaved' | 'hasError'> {
  /** Of the form; what an error names inside of one belongs to it. */
  fields: readonly string[];
}

interface Props<V> {
  form: UseFormReturnType<V>;
  topics: SettingsTopic[];
  /** Who may change them, where the one who looks may not. */
  readOnly?: string | false;
  save: { error: Error | null; isPending: boolean };
  onSave(): void;
  onReload(): void;
}

/** All settings of a thing, folded by topic, with what saves them. */
export function SettingsForm<V>({ form, topics, readOnly, save, onSave, onReload }: Props<V>) {
  const isDirty = form.isDirty();
  useUnsavedGuard(isDirty);
  const wrong = Object.keys(form.errors);
  const isIn = (fields: readonly string[], path: string) =>
    fields.some((field) => path === field || path.startsWith(`${field}.`));
  const shown = topics.map(({ fields, children, ...topic }): Topic => ({
    ...topic,
    isUnsaved: fields.some((field) => form.isDirty(field)),
    hasError: wrong.some((path) => isIn(fields, path)),
    // Not around all of it: who may only read unfolds, too.
    children: (
      <Fieldset variant="unstyled" disabled={Boolean(readOnly)}>
        {children}
      </Fieldset>
    ),
  }));
  return (
    <form onSubmit={form.onSubmit(onSave)} noValidate autoComplete="off">
      <ChangedMeanwhile error={save.error} onReload={onReload} />
      {readOnly && (
        <Alert role="note" color="gray" icon={<IconLock />} mb="md">
          {readOnly}
        </Alert>
      )}
      <Topics topics={shown} />
      {!readOnly && <SaveBar isDirty={isDirty} isSaving={save.isPending} onUndo={form.reset} />}
    </form>
  );
}
