import { Button, Card, Group, SimpleGrid, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconSearch } from '../shared/icons';
import { useIsOnline } from '../shell/connection-watch';
import type { Buyer } from './buyer-run';
import { useTexts } from './texts';

interface Props {
  onSearch(buyer: Buyer): void;
  /** What was found stands for what is typed no longer. */
  onChange(): void;
}

const MIN_NAME = 3;

export function BuyerSearch({ onSearch, onChange }: Props) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const form = useForm({
    initialValues: { phone: '', email: '', name: '' },
    onValuesChange: onChange,
    validate: (values) => {
      const [phone, email, name] = [values.phone, values.email, values.name].map((value) => value.trim());
      const digits = phone.replace(/\D/g, '').length;
      return {
        phone:
          !phone && !email && !name
            ? t('nothingGiven')
            : phone && (digits < 10 || digits > 15)
              ? t('phoneWrong')
              : null,
        email: email && !/^[^\s@]+@[^\s@]+$/.test(email) ? t('emailWrong') : null,
        name: name && name.length < MIN_NAME ? t('nameShort') : null,
      };
    },
  });
  const search = (values: typeof form.values) => {
    const given = Object.entries(values).flatMap(([field, value]) => (value.trim() ? [[field, value.trim()]] : []));
    onSearch(Object.fromEntries(given));
  };
  return (
    <Card padding="md" mb="md" component="section">
      <Title order={2} size="h4" mb={4}>
        {t('search')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('searchHint')}
      </Text>
      <form onSubmit={form.onSubmit(search)} noValidate autoComplete="off">
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <TextInput
            label={t('phone')}
            description={t('phoneHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            type="tel"
            {...form.getInputProps('phone')}
          />
          <TextInput
            label={t('email')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            type="email"
            {...form.getInputProps('email')}
          />
          <TextInput
            label={t('name')}
            description={t('nameHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            {...form.getInputProps('name')}
          />
        </SimpleGrid>
        <Group mt="md">
          <Button type="submit" leftSection={<IconSearch size={16} aria-hidden />} disabled={!isOnline}>
            {t('find')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
