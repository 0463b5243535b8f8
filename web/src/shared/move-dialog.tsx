import { NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { FormDialog } from './form-dialog';
import { useTexts } from './move-texts';

interface Props {
  name: string;
  /** From 1. */
  place: number;
  total: number;
  onMove(place: number): void;
  onClose(): void;
}

/** Puts one of many that stand in an order into another place at once, where step by step or by dragging it would be far. */
export function MoveDialog({ name, place, total, onMove, onClose }: Props) {
  const t = useTexts();
  const form = useForm({
    initialValues: { place: place as number | string },
    validate: { place: (typed) => (Number(typed) >= 1 && Number(typed) <= total ? null : t('placeHint', { total })) },
  });
  return (
    <FormDialog
      title={t('title', { name })}
      form={form}
      submitLabel={t('move')}
      save={async (values) => Number(values.place)}
      onSaved={onMove}
      onClose={onClose}
    >
      <NumberInput
        label={t('place')}
        description={t('placeHint', { total })}
        min={1}
        max={total}
        allowDecimal={false}
        clampBehavior="none"
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
        {...form.getInputProps('place')}
      />
    </FormDialog>
  );
}
