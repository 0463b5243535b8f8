import { Badge, Text, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Marks, placeOf, positionPath, type ShownChange, valueInWords } from './buyer-changes';
import classes from './buyer-changes.module.css';
import { useChangeTexts } from './change-texts';

/**
 * What the order says, and beside it what the buyer changed: old → new.
 * @param change undefined = it was not changed
 */
export function withChange(change: ShownChange | undefined, value: ReactNode): ReactNode {
  return change ? <Changed change={change} value={value} /> : value;
}

function Changed({ change, value }: { change: ShownChange; value: ReactNode }) {
  const t = useChangeTexts();
  const { path, before, after, applied } = change;
  const { field } = placeOf(path);
  const show = (text: string) => valueInWords(field, text) || t('nothing');
  return (
    <span className={classes.change} data-pending={!applied || undefined}>
      <VisuallyHidden>{t('was')} </VisuallyHidden>
      <del>{applied ? show(before) : value || t('nothing')}</del>
      <span aria-hidden> → </span>
      <VisuallyHidden>{t('became')} </VisuallyHidden>
      <ins>{applied ? value || t('nothing') : show(after)}</ins>
    </span>
  );
}

const NAMES = ['brand', 'number', 'name'];

/** Of a position in its row: that the buyer added it or wants it no more, or wants another part. */
export function PartChanges({ marks, positionId }: { marks: Marks; positionId: string }) {
  const t = useChangeTexts();
  const whole = marks.get(positionPath(positionId));
  const renamed = NAMES.flatMap((field) => marks.get(positionPath(positionId, field)) ?? []);
  return (
    <>
      {whole && <Badge color="yellow">{t(whole.before ? 'goneBadge' : 'addedBadge')}</Badge>}
      {renamed.map((change) => (
        <Text key={change.path} size="xs" className={classes.change} data-pending={!change.applied || undefined}>
          <del>{change.before}</del> → <ins>{change.after}</ins>
        </Text>
      ))}
    </>
  );
}

/** Positions that the table has no row for: what the buyer added after the decision, and what is gone from the order. */
export function PositionsBeside({ marks, rowIds }: { marks: Marks; rowIds: string[] }) {
  const t = useChangeTexts();
  const apart = [...marks.values()].filter(({ path }) => {
    const { positionId, field } = placeOf(path);
    return positionId !== undefined && field === '' && !rowIds.includes(positionId);
  });
  return apart.map(({ path, before, after, applied }) => (
    <Text key={path} size="sm" mt="xs" className={classes.change} data-pending={!applied || undefined}>
      {t(before ? 'goneTitle' : 'addedTitle')}: {before ? <del>{before}</del> : <ins>{after}</ins>}
    </Text>
  ));
}
