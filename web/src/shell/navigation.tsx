import { Badge, NavLink, ScrollArea, Text } from '@mantine/core';
import { memo } from 'react';
import { Link, useRoute } from 'wouter';
import { countedRows, rowCount } from '../i18n/format';
import { may } from '../session/permissions';
import { useMe } from '../session/session';
import { useMenuCounts } from './menu-counts';
import { MENU, type Section } from './sections';
import classes from './shell.module.css';
import { useTexts } from './texts';

export function Navigation({ onNavigate }: { onNavigate(): void }) {
  const t = useTexts();
  const me = useMe();
  const counts = useMenuCounts();
  const linksTo = (sections: Section[]) =>
    sections
      .filter(({ needs }) => !needs || may(me, needs))
      .map((section) => (
        <SectionLink
          key={section.href}
          section={section}
          count={section.counts ? counts[section.counts] : 0}
          onNavigate={onNavigate}
        />
      ));
  return (
    <ScrollArea type="never" h="100%">
      {MENU.map(({ label, inner, sections }) => {
        const links = linksTo(sections);
        const innerLinks = linksTo(inner?.sections ?? []);
        if (links.length + innerLinks.length === 0) return null;
        return (
          <div key={label} role={label ? 'group' : undefined} aria-label={label ? t(label) : undefined}>
            {label && (
              <Text size="xs" fw={700} c="dimmed" tt="uppercase" mt="md" mb={4} px="sm" aria-hidden>
                {t(label)}
              </Text>
            )}
            {inner && (
              <div role="group" aria-label={t(inner.label)} className={classes.inner}>
                <Text size="xs" fw={600} c="dimmed" px="sm" pt={4} pb={4} aria-hidden>
                  {t(inner.label)}
                </Text>
                {innerLinks}
              </div>
            )}
            {links}
          </div>
        );
      })}
    </ScrollArea>
  );
}

interface SectionLinkProps {
  section: Section;
  /** How many of what the section counts; 0 is not shown. */
  count: number;
  onNavigate(): void;
}

const SectionLink = memo(function SectionLink({ section, count, onNavigate }: SectionLinkProps) {
  const t = useTexts();
  const { href, label, icon: Icon, counts: counted } = section;
  const [isHere] = useRoute(href === '/' ? '/' : `${href}/*?`);
  return (
    <NavLink
      component={Link}
      href={href}
      label={t(label)}
      leftSection={<Icon size={18} stroke={1.7} />}
      rightSection={
        count > 0 && (
          <Badge
            size="sm"
            variant="filled"
            color={counted === 'undelivered' ? 'red' : undefined}
            aria-label={t(counted!, countedRows(count))}
          >
            {rowCount(count)}
          </Badge>
        )
      }
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      onClick={onNavigate}
    />
  );
});
