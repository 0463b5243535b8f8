import { Badge, NavLink, ScrollArea, Text } from '@mantine/core';
import { Link, useRoute } from 'wouter';
import { may } from '../session/permissions';
import { useMe } from '../session/session';
import { useMenuCounts } from './menu-counts';
import { type Section, SECTIONS } from './sections';
import { useTexts } from './texts';

export function Navigation({ onNavigate }: { onNavigate(): void }) {
  const t = useTexts();
  const me = useMe();
  const counts = useMenuCounts();
  return (
    <ScrollArea type="never" h="100%">
      {SECTIONS.map(({ label, sections }) => {
        const visible = sections.filter(({ needs }) => !needs || may(me, needs));
        if (visible.length === 0) return null;
        return (
          <div key={label}>
            {label && (
              <Text size="xs" fw={700} c="dimmed" tt="uppercase" mt="md" mb={4} px="sm">
                {t(label)}
              </Text>
            )}
            {visible.map((section) => (
              <SectionLink
                key={section.href}
                section={section}
                count={section.counts ? counts[section.counts] : 0}
                onNavigate={onNavigate}
              />
            ))}
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

function SectionLink({ section, count, onNavigate }: SectionLinkProps) {
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
            aria-label={t(counted!, { count })}
          >
            {count}
          </Badge>
        )
      }
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      onClick={onNavigate}
    />
  );
}
