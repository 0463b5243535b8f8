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
              <SectionLink key={section.href} section={section} onNavigate={onNavigate} />
            ))}
          </div>
        );
      })}
    </ScrollArea>
  );
}

function SectionLink({ section, onNavigate }: { section: Section; onNavigate(): void }) {
  const t = useTexts();
  const counts = useMenuCounts();
  const { href, label, icon: Icon, counts: counted } = section;
  const [isHere] = useRoute(href === '/' ? '/' : `${href}/*?`);
  const count = counted ? counts[counted] : 0;
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
