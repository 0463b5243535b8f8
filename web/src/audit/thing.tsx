import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { useWords } from '../i18n/words';
import type { Entry, NameOf } from './field-words';
import { pageOf, subjectInWords } from './subject';
import { useTexts } from './texts';

/** What was changed, with the way to it. */
export function Thing({ entry, nameOf }: { entry: Entry; nameOf: NameOf }) {
  useTexts();
  const words = useWords();
  const { subject, subjectId } = entry;
  const name = nameOf(subject, subjectId);
  const which = name ? `«${name}»` : words('numbered', { id: subjectId });
  const isOne = subjectId !== '0' && subject !== 'email'; // lists have no number, of mail servers there is one
  const thing = isOne ? `${subjectInWords(subject)} ${which}` : subjectInWords(subject);
  const href = pageOf(entry);
  if (!href) return <>{thing}</>;
  return (
    <Anchor component={Link} href={href} inherit>
      {thing}
    </Anchor>
  );
}
