import { Box, Card, Center, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { LanguageSwitch } from '../shell/language-switch';
import { Logo } from '../shell/logo';
import type { Me } from './permissions';
import { SignInForm } from './sign-in-form';
import { useTexts } from './texts';

export function SignInPage({ onSignedIn }: { onSignedIn(me: Me): void }) {
  const t = useTexts();
  const { data: installation } = useQuery({
    queryKey: ['installation'],
    queryFn: () => call(api.GET('/api/auth/installation')),
  });
  return (
    <Center mih="100dvh" p="md" component="main">
      <Stack w="100%" maw={380} gap="lg">
        <Center>
          <Logo />
        </Center>
        <Card withBorder padding="xl" radius="lg">
          <Title order={1} size="h3" mb="md">
            {t('title')}
          </Title>
          <SignInForm onSignedIn={onSignedIn} />
          {installation?.hasAnybodySignedIn === false && (
            <Text size="sm" c="dimmed" mt="lg">
              {t('firstSignIn')}
            </Text>
          )}
        </Card>
        <Box ta="center">
          <LanguageSwitch />
        </Box>
      </Stack>
    </Center>
  );
}
