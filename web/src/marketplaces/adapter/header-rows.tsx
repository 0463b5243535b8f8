import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '../../shared/page-icons';
import type { AdapterForm } from './adapter-form';
import { useTexts } from './texts';

/** Further headers of what is sent, one in a row. */
export function HeaderRows({ form }: { form: AdapterForm }) {
  const t = useTexts();
  return (
    <Input.Wrapper
      label={t('headers')}
      description={t('headersHint')}
      error={form.errors.headers}
      labelElement="div"
      role="group"
      aria-label={t('headers')}
    >
      <Stack gap="xs" mt="xs">
        {form.values.headers.map((_, index) => {
          const number = index + 1;
          return (
            <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
              <TextInput
                flex={2}
                aria-label={t('headerName', { number })}
                placeholder="X-Token"
                {...form.getInputProps(`headers.${index}.name`)}
              />
              <TextInput
                flex={3}
                aria-label={t('headerValue', { number })}
                placeholder="{apiKey}"
                {...form.getInputProps(`headers.${index}.value`)}
              />
              <ActionIcon
                size="lg"
                variant="subtle"
                color="gray"
                aria-label={t('removeHeader', { number })}
                onClick={() => form.removeListItem('headers', index)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          );
        })}
        <Group>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => form.insertListItem('headers', { name: '', value: '' })}
          >
            {t('addHeader')}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}
