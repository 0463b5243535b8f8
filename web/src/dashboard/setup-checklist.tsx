import { Anchor, Card, List, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck } from '../shared/icons';
import { IconCircleDashed } from '../shared/page-icons';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import { useMay } from '../session/session';
import { useTexts } from './texts';

/** «Начало работы»: what is done and what is to be done until orders arrive. */
export function SetupChecklist({ setup }: { setup: Schemas['SetupProgress'] }) {
  const t = useTexts();
  const maySetUp = useMay('administer');
  const connection = setup.connectionId ? `/marketplaces/${setup.connectionId}` : '/marketplaces';
  const steps = [
    { isDone: setup.hasConnection, title: t('stepConnect'), hint: t('stepConnectHint'), href: '/marketplaces' },
    { isDone: setup.isActive, title: t('stepSettings'), hint: t('stepSettingsHint'), href: connection },
    { isDone: setup.hasTexts, title: t('stepTexts'), hint: t('stepTextsHint'), href: connection },
    { isDone: setup.hasStatusTexts, title: t('stepStatuses'), hint: t('stepStatusesHint'), href: '/order-statuses' },
    { isDone: setup.hasFirstOrder, title: t('stepOrder'), hint: t('stepOrderHint'), href: connection },
    { isDone: setup.hasAddress, title: t('stepAddress'), hint: t('stepAddressHint'), href: connection },
  ];
  const next = steps.findIndex(({ isDone }) => !isDone);
  return (
    <Card padding="lg">
      <Title order={2} size="h4">
        {t('start')}
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        {t('startHint')}
      </Text>
      <List spacing="md" center={false} listStyleType="none">
        {steps.map(({ isDone, title, hint, href }, index) => (
          <List.Item
            key={title}
            icon={
              <ThemeIcon
                size={26}
                radius="xl"
                color={isDone ? 'teal' : 'gray'}
                variant={isDone ? 'filled' : 'light'}
                aria-label={isDone ? t('done') : t('notDone')}
                role="img"
              >
                {isDone ? <IconCheck size={16} /> : <IconCircleDashed size={16} />}
              </ThemeIcon>
            }
          >
            <Text fw={index === next ? 650 : 500}>
              {maySetUp ? (
                <Anchor component={Link} href={href}>
                  {title}
                </Anchor>
              ) : (
                title
              )}
            </Text>
            {!isDone && (
              <Text size="sm" c="dimmed">
                {hint}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Card>
  );
}
