import { Box, Card, Center, Stack, Text, Title } from '@mantine/core';
import { LanguageSwitch } from '../shell/language-switch';
import { Logo } from '../shell/logo';
import type { Me } from './permissions';
import { SignInForm } from './sign-in-form';
import { useTexts } from './texts';

export function SignInPage({ onSignedIn }: { onSignedIn(me: Me): void }) {
  const t = useTexts();
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
          <Text size="sm" c="dimmed" mt="lg">
            {t('firstSignIn')}
          </Text>
        </Card>
        <Box ta="center">
          <LanguageSwitch />
        </Box>
      </Stack>
    </Center>
  );
}
