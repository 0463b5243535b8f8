import { Card, Group, Stack, Text, ThemeIcon, Title, VisuallyHidden } from '@mantine/core';
import { IconCheck } from '../shared/icons';
import { IconAlertTriangle, IconMinus, IconX } from '../shared/page-icons';
import type { ReactNode } from 'react';
import type { Level } from './health';
import { useTexts } from './texts';

const LOOK = {
  good: { color: 'green', icon: IconCheck },
  warning: { color: 'yellow', icon: IconAlertTriangle },
  bad: { color: 'red', icon: IconX },
  neutral: { color: 'gray', icon: IconMinus },
};

interface IconProps {
  level: Level;
  size?: number;
  /** Who cannot see it hears how it is. */
  isTold?: boolean;
}

export function LevelIcon({ level, size = 24, isTold }: IconProps) {
  const t = useTexts();
  const { color, icon: Icon } = LOOK[level];
  return (
    <ThemeIcon component="span" size={size} radius="xl" variant="light" color={color}>
      <Icon size={size * 0.65} aria-hidden />
      {isTold && <VisuallyHidden>{t(`level.${level}`)}</VisuallyHidden>}
    </ThemeIcon>
  );
}

interface Props {
  title: string;
  /** undefined = it is no matter of good and bad. */
  level?: Level;
  /** How it is, in one sentence. */
  summary: ReactNode;
  facts?: Array<[label: string, value: ReactNode]>;
  children?: ReactNode;
}

/** A part of the service: how it is in words and colour, and the figures behind that. */
export function HealthCard({ title, level, summary, facts = [], children }: Props) {
  const t = useTexts();
  return (
    <Card padding="md" component="section" aria-label={title}>
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <Title order={3} size="h5">
          {title}
        </Title>
        {level && <LevelIcon level={level} />}
      </Group>
      <Text size="sm">
        {summary}
        {level && <VisuallyHidden> ({t(`level.${level}`)})</VisuallyHidden>}
      </Text>
      {facts.length > 0 && (
        <Stack gap={4} mt="xs" component="dl" my={0}>
          {facts.map(([label, value]) => (
            <Group key={label} justify="space-between" gap="sm" wrap="nowrap" align="baseline">
              <Text size="sm" c="dimmed" component="dt">
                {label}
              </Text>
              <Text size="sm" component="dd" m={0} ta="right" style={{ overflowWrap: 'anywhere' }}>
                {value}
              </Text>
            </Group>
          ))}
        </Stack>
      )}
      {children && (
        <Group gap="xs" mt="sm">
          {children}
        </Group>
      )}
    </Card>
  );
}
