import type { UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type FieldError, isApiError } from '../api/errors';
import { queries } from '../api/queries';
import { focusRefused } from '../shared/focus-refused';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts } from '../shared/texts';

interface Settings<T, C, V> {
  /** As the service has it. */
  thing: T;
  /** Under which it is known. */
  queryKey: readonly unknown[];
  form: UseFormReturnType<V>;
  /** What the form shows of it. */
  valuesOf(thing: T): V;
  /** Which field each refused one is. */
  errorsOf(problems: FieldError[]): Record<string, string>;
  /** @param version that the form was filled from */
  save(change: C, version: number): Promise<T>;
  read(): Promise<T>;
  onSaved(): unknown;
}

/** Saves what a form changes of a thing that counts its changes, upon the version that the form was filled from. */
export function useSavedForm<T extends { version: number }, C, V extends object>(settings: Settings<T, C, V>) {
  const { thing, queryKey, form, valuesOf, errorsOf } = settings;
  const t = useTexts();
  const [base, setBase] = useState(thing);
  /** @param kept what the form goes on showing, whatever is saved */
  const fillFrom = (saved: T, kept: Partial<V> = {}) => {
    setBase(saved);
    const values = valuesOf(saved);
    form.setInitialValues(values);
    form.setValues({ ...values, ...kept });
    form.resetDirty(values);
    form.clearErrors();
  };
  const isBehind = thing.version > base.version && !form.isDirty();
  useEffect(() => {
    if (isBehind) fillFrom(thing);
  });
  const save = useMutation({
    mutationFn: (change: C) => settings.save(change, base.version),
    onMutate: () => form.getValues(),
    onSuccess: (saved, _change, sent) => {
      queries.setQueryData(queryKey, saved);
      fillFrom(saved, changedSince(sent, form.getValues()));
      notifySuccess(t('saved'));
      void settings.onSaved();
    },
    onError: (error) => {
      if (isApiError(error, 'changed_meanwhile')) return;
      if (isApiError(error, 'validation_failed')) {
        const errors = errorsOf(error.fields);
        form.setErrors(errors);
        // What has no field is told like any failure.
        if (focusRefused(errors)) return;
      }
      notifyFailure(error);
    },
  });
  /** Takes what somebody else saved, in place of what was typed. */
  const reload = async () => {
    const newest = await settings.read();
    queries.setQueryData(queryKey, newest);
    fillFrom(newest);
    save.reset();
  };
  return { base, save, reload: () => void reload().catch((error: unknown) => notifyFailure(error)) };
}

/** The fields that were typed into meanwhile. */
function changedSince<V extends object>(before: V, now: V): Partial<V> {
  const isOther = (name: string) => JSON.stringify(before[name as keyof V]) !== JSON.stringify(now[name as keyof V]);
  return Object.fromEntries(Object.entries(now).filter(([name]) => isOther(name))) as Partial<V>;
}
