import { Text, VisuallyHidden } from '@mantine/core';
import { useWords } from '../i18n/words';
import { useTexts as useSharedTexts } from '../shared/texts';
import { type FieldChange, changesOf, sidesOf } from './changes';
import { type Entry, fieldInWords, type NameOf, valueInWords } from './field-words';
import { useTexts } from './texts';

interface Props {
  entry: Entry;
  nameOf: NameOf;
}

/** What changed, in one line: the first field and how many more there are. */
export function ChangeSummary({ entry, nameOf }: Props) {
  const t = useTexts();
  useWords();
  useSharedTexts();
  const [first, ...others] = changesOf(entry);
  if (!first) return null;
  return (
    <>
      <Text span inherit c="dimmed">
        {fieldInWords(first.path, entry, nameOf)}:
      </Text>{' '}
      <Sides change={first} entry={entry} nameOf={nameOf} />
      {others.length > 0 && (
        <Text span inherit c="dimmed">
          {' '}
          · {t('more', { count: others.length })}
        </Text>
      )}
    </>
  );
}

function Sides({ change, entry, nameOf }: Props & { change: FieldChange }) {
  const t = useTexts();
  const { hasBefore, hasAfter } = sidesOf(entry);
  const show = (value: unknown) => valueInWords(change.path, value, entry, nameOf);
  return (
    <>
      {hasBefore && change.before !== undefined && (
        <>
          <VisuallyHidden>{t('was')} </VisuallyHidden>
          <Text span inherit c="dimmed" td="line-through">
            {show(change.before)}
          </Text>
        </>
      )}
      {hasBefore && hasAfter && change.before !== undefined && <span aria-hidden> → </span>}
      {hasAfter && show(change.after)}
    </>
  );
}
