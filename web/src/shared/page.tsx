import { Anchor, Box, Group, Title } from '@mantine/core';
import { IconArrowLeft } from './icons';
import { createContext, type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { badgeText, iconText, type TabBadge } from './tab-badge';

interface Props {
  title: string;
  /** Beside the title: badges of the thing that is shown. */
  beside?: ReactNode;
  /** Where this page was reached from: the list. */
  back?: { href: string; label: string };
  actions?: ReactNode;
  children: ReactNode;
}

/** Whether a title stands above already. */
export const BelowTitle = createContext(false);

/** The frame of every page: its title (of the window too), what can be done, the content. */
export function Page({ title, beside, back, actions, children }: Props) {
  useEffect(() => setPageTitle(title), [title]);
  return (
    <Box>
      {back && (
        <Anchor component={Link} href={back.href} size="sm" mb={4} display="inline-flex">
          <Group gap={4} component="span">
            <IconArrowLeft size={14} aria-hidden />
            {back.label}
          </Group>
        </Anchor>
      )}
      <Group justify="space-between" mb="md" gap="sm">
        <Group gap="sm">
          <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {beside}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      <BelowTitle value={true}>{children}</BelowTitle>
    </Box>
  );
}

let pageTitle = '';
let badge: TabBadge = { waiting: 0, isUrgent: false };

function showTitle(): void {
  document.title = `${badgeText(badge)}${pageTitle ? `${pageTitle} · ` : ''}partsdesk`;
}

function setPageTitle(title: string): void {
  pageTitle = title;
  showTitle();
}

/** Before the window's title and on its icon. */
export function setTabBadge(now: TabBadge): void {
  const isNothing = badgeText(badge) === '' && badgeText(now) === '';
  badge = now;
  showTitle();
  if (!isNothing)
    void import('./tab-icon')
      .then(({ drawTabIcon }) => drawTabIcon(iconText(badge), badge.isUrgent))
      .catch(() => undefined);
}
