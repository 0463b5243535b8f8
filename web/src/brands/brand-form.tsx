import { TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, call } from '../api/client';
import { outOfDate } from '../api/queries';
import { FormDialog } from '../shared/form-dialog';
import { notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import type { Brand } from './brands';
import { useTexts } from './texts';

const LONGEST = 100;
const MOST_SYNONYMS = 200;
const SEPARATORS = [',', ';', '\n', '\t'];

interface Props {
  /** null = a new one. */
  brand: Brand | null;
  onClose(): void;
}

export function BrandForm({ brand, onClose }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const form = useForm({
    initialValues: { name: brand?.name ?? '', synonyms: brand?.synonyms ?? [] },
    validate: { name: (name) => (name.trim() ? null : shared('required')) },
  });
  const refresh = () => outOfDate('brands');
  const isRenamed = brand !== null && form.values.name.trim() !== brand.name && form.values.name.trim() !== '';
  const save = ({ name, synonyms }: typeof form.values) => {
    if (!brand) return call(api.POST('/api/brands', { body: { name, synonyms } }));
    const all = isRenamed ? [...synonyms, brand.name] : synonyms;
    const body = { name, synonyms: all, version: brand.version };
    return call(api.PATCH('/api/brands/{id}', { params: { path: { id: brand.id } }, body }));
  };
  const onSaved = () => {
    notifySuccess(shared('saved'));
    return refresh();
  };
  const { error, ...synonyms } = form.getInputProps('synonyms');
  // Keyboards of phones do not say that a comma was pressed.
  const change = (tags: string[]) =>
    synonyms.onChange(tags.flatMap((tag) => (form.values.synonyms.includes(tag) ? tag : split(tag))));
  return (
    <FormDialog
      title={brand ? t('edit') : t('add')}
      form={form}
      size="lg"
      save={save}
      onSaved={onSaved}
      onStale={refresh}
      onClose={onClose}
    >
      <TextInput
        label={t('name')}
        description={isRenamed ? t('renamed', { name: brand.name }) : undefined}
        required
        data-autofocus
        maxLength={LONGEST}
        {...form.getInputProps('name')}
      />
      <TagsInput
        label={t('synonyms')}
        description={t('synonymsHint')}
        splitChars={SEPARATORS}
        maxTags={MOST_SYNONYMS}
        acceptValueOnBlur
        {...synonyms}
        onChange={change}
        error={error ?? wrongSynonym(form.errors, form.values.synonyms, t)}
      />
    </FormDialog>
  );
}

function split(text: string): string[] {
  return text
    .split(/[,;\n\t]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The first synonym that the service refused, and why. */
function wrongSynonym(
  errors: Record<string, React.ReactNode>,
  synonyms: string[],
  t: ReturnType<typeof useTexts>,
): string | undefined {
  for (const [path, what] of Object.entries(errors)) {
    const [, index] = /^synonyms\[(\d+)\]$/.exec(path) ?? [];
    if (index !== undefined) return t('synonymWrong', { synonym: synonyms[Number(index)] ?? '', what: String(what) });
  }
  return undefined;
}
