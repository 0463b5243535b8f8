/** What the browser's tab tells whoever works in another one. */
export interface TabBadge {
  /** Orders that wait for a decision. */
  waiting: number;
  /** Something else has to be acted on: a message of that kind is unread. */
  isUrgent: boolean;
}

const MOST_ON_ICON = 99;

/** Before the window's title: (7), (7!) or (!); "" = there is nothing to be done. */
export function badgeText({ waiting, isUrgent }: TabBadge): string {
  const sign = `${waiting > 0 ? waiting : ''}${isUrgent ? '!' : ''}`;
  return sign && `(${sign}) `;
}

/** On the icon, which has room for three letters and shows by its colour that something is urgent. */
export function iconText({ waiting, isUrgent }: TabBadge): string {
  if (waiting > MOST_ON_ICON) return `${MOST_ON_ICON}+`;
  return waiting > 0 ? String(waiting) : isUrgent ? '!' : '';
}
