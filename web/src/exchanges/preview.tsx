import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { api, call } from '../api/client';
import { isApiError } from '../api/errors';
import { CodeBlock } from '../shared/code-block';
import { Loaded } from '../shared/page-states';
import { useIsOnline } from '../shell/connection-watch';
import type { Exchange } from './exchange';
import { useTexts } from './texts';

/** What would be handed over of an order now; its number stands in the address. */
export function Preview({ exchange: { id, version } }: { exchange: Exchange }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const [params, setParams] = useSearchParams();
  const number = params.get('order') ?? '';
  const form = useForm({
    initialValues: { number },
    validate: { number: (value) => (/^[1-9]\d{0,14}$/.test(bare(value)) ? null : t('preview.numberWrong')) },
  });
  const preview = useQuery({
    queryKey: ['exchanges', 'preview', id, version, number],
    queryFn: ({ signal }) =>
      call(api.POST('/api/exchanges/{id}/preview', { params: { path: { id } }, body: { orderId: number }, signal })),
    enabled: number !== '',
    // Each look is at the order as it is by then.
    gcTime: 0,
  });
  const show = ({ number: typed }: { number: string }) => {
    if (bare(typed) === number) return void preview.refetch();
    setParams({ tab: 'preview', order: bare(typed) });
  };
  const isUnknown = isApiError(preview.error, 'not_found');
  return (
    <Stack gap="md">
      <Text c="dimmed" size="sm">
        {t('preview.hint')}
      </Text>
      <form onSubmit={form.onSubmit(show)} noValidate>
        <Group align="flex-start" gap="sm">
          <TextInput
            aria-label={t('preview.number')}
            placeholder={t('preview.number')}
            inputMode="numeric"
            w={180}
            {...form.getInputProps('number')}
          />
          <Button type="submit" disabled={!isOnline} loading={preview.isFetching}>
            {t('preview.show')}
          </Button>
        </Group>
      </form>
      {isUnknown ? (
        <Text size="sm" role="alert">
          {t('preview.notFound')}
        </Text>
      ) : (
        number !== '' && (
          <Loaded query={preview}>
            {({ body }) => <CodeBlock label={t('preview.result', { number })} text={body} isTall />}
          </Loaded>
        )
      )}
    </Stack>
  );
}

/** As people write it: «№ 12». */
const bare = (typed: string) => typed.replace(/[\s№#]/g, '');
