import { VisuallyHidden } from '@mantine/core';
import type { Schemas } from '../api/client';
import { useMe } from '../session/session';
import type { Column } from '../shared/data-table';
import classes from './teamwork.module.css';
import { useTexts } from './texts';

type Kept = Pick<Schemas['ExternalOrderSummary'], 'assignee'> & Partial<Pick<Schemas['ExternalOrderSummary'], 'claim'>>;

/** Who looks after an order, and which colleague has it open: by initials, the name on hovering. */
function Keepers({ order: { assignee, claim } }: { order: Kept }) {
  const t = useTexts();
  const me = useMe();
  const other = claim && claim.id !== me.id && claim.id !== assignee?.id ? claim : undefined;
  return (
    <span className={classes.keepers}>
      {assignee && (
        <Initials name={assignee.name} words={assignee.name} mark={assignee.id === me.id ? 'mine' : undefined} />
      )}
      {other && <Initials name={other.name} words={t('openedMark', { who: other.name })} mark="open" />}
    </span>
  );
}

function Initials({ name, words, mark }: { name: string; words: string; mark?: 'mine' | 'open' }) {
  const letters = name.trim().split(/\s+/).slice(0, 2);
  return (
    <span title={words} className={classes.initials} data-mark={mark}>
      <span aria-hidden>{letters.map((word) => word.charAt(0).toLocaleUpperCase()).join('')}</span>
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}

/** The same as a column of both lists. */
export function keepersColumn<T extends Kept>(header: string): Column<T> {
  return {
    key: 'assignee',
    header,
    isHeaderHidden: true,
    isMinor: true,
    width: 60,
    render: (order) => <Keepers order={order} />,
  };
}
