import { addWorkingMinutes, type WorkingRegion } from './working-time.js';

/** In minutes of work. */
export interface TimeLimit {
  /** null = there is none. */
  minutes: number | null;
  /** So long before its end people are told; null = they are not. */
  warnMinutes: number | null;
}

export interface Deadline {
  by: Date;
  /** null = nobody is told before. */
  warnAt: Date | null;
}

/** @returns null where there is no limit */
export function deadlineOf(region: WorkingRegion, since: Date, { minutes, warnMinutes }: TimeLimit): Deadline | null {
  if (minutes === null) return null;
  const by = addWorkingMinutes(region, since, minutes);
  const isWarned = warnMinutes !== null && warnMinutes < minutes;
  return { by, warnAt: isWarned ? addWorkingMinutes(region, since, minutes - warnMinutes) : null };
}

/** When people are to be told of it next: what is over already is told no more, nor acted on. */
export function nextNotice(deadline: Deadline | null, now: Date): Date | null {
  if (!deadline) return null;
  return [deadline.warnAt, deadline.by].find((at) => at !== null && at > now) ?? null;
}

/** What was to be told by now stays so, as long as the deadline is the same; so does what failed and is tried again after its end. */
export function renewedNotice(
  former: { by: Date | null; noticeAt: Date | null },
  deadline: Deadline | null,
  now: Date,
): Date | null {
  const isSame = deadline !== null && former.by?.getTime() === deadline.by.getTime();
  const isPending = former.noticeAt !== null && (former.noticeAt <= now || (isSame && deadline.by <= now));
  return isSame && isPending ? former.noticeAt : nextNotice(deadline, now);
}
