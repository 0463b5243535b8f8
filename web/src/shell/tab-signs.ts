import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { setTabBadge } from '../shared/page';
import { useStable } from '../shared/use-stable';
import { announce } from './announcements';
import { openBell } from './bell';
import { useUnread } from './unread';

/** On the tab of the browser: how many orders wait, and whether somebody has to act on anything else. */
export function useTabBadge(waiting: number): void {
  const isUrgent = (useUnread()?.action ?? 0) > 0;
  useEffect(() => setTabBadge({ waiting, isUrgent }), [waiting, isUrgent]);
}

/** Tells of what comes in, on the page and, while the panel is not in front, by the browser itself. Call it once. */
export function useAnnouncements(): void {
  const [, navigate] = useLocation();
  const go = useStable((page: string | null) => (page ? navigate(page) : openBell()));
  useEffect(() => announce(go), [go]);
}
