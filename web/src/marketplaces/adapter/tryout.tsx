import { Button, Group, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPlay } from '../../shared/page-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { api, call, type Schemas } from '../../api/client';
import { isApiError } from '../../api/errors';
import { notifyFailure } from '../../shared/notify';
import { useIsOnline } from '../../shell/connection-watch';
import { errorInWords } from '../../api/field-words';
import type { ExpressionName } from './adapter-form';
import { CodeField } from './expression-field';
import { ExpressionError } from './expression-error';
import { INBOUND_SAMPLE, OUTBOUND_SAMPLE } from './samples';
import { useTexts } from './texts';
import { EXAMPLE, OWN, useSources } from './tryout-sources';
import { TryoutResult } from './tryout-result';

type TryAdapter = Schemas['TryAdapter'];

interface Props {
  connectionId: string;
  direction: ExpressionName;
  /** As it stands in the field. */
  expression: string;
  /** Shows a place of the expression in its field. */
  onGoTo(line: number, column: number): void;
}

/** Shows what an expression makes of something real, before it is saved. */
export function Tryout({ connectionId, direction, expression, onGoTo }: Props) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const [params] = useSearchParams();
  const asked = direction === 'inbound' ? params.get('messageId') : null;
  const sources = useSources(connectionId, direction, asked);
  const [chosen, choose] = useState<string | null>(null);
  const [sample, setSample] = useState(direction === 'inbound' ? INBOUND_SAMPLE : OUTBOUND_SAMPLE);
  const [sampleError, setSampleError] = useState('');
  const source = chosen ?? asked ?? sources[0].value;
  const attempt = useMutation({
    mutationFn: async (body: TryAdapter) => ({
      answer: await call(
        api.POST('/api/marketplace-connections/{id}/adapter/try', { params: { path: { id: connectionId } }, body }),
      ),
      tried: body.expression ?? '',
    }),
    onError: (error) => {
      const problem = isApiError(error, 'validation_failed') && error.fields.find(({ path }) => /^sample/.test(path));
      if (problem) setSampleError(`${problem.path}: ${errorInWords(problem)}`);
      else notifyFailure(error);
    },
  });
  const run = () => {
    setSampleError('');
    const body = { direction, expression };
    if (source === EXAMPLE) return attempt.mutate(body);
    if (source !== OWN) {
      return attempt.mutate(
        direction === 'inbound' ? { ...body, messageId: source } : { ...body, notificationId: source },
      );
    }
    const given = sampleOf(sample, direction);
    if (given === undefined) setSampleError(t('sampleInvalid'));
    else attempt.mutate({ ...body, sample: given });
  };
  const { data } = attempt;
  return (
    <Paper withBorder p="md" component="section" aria-label={`${t('tryTitle')}: ${t(`${direction}Title`)}`}>
      <Title order={3} size="h5" mb={4}>
        {t('tryTitle')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('tryHint')} {direction === 'outbound' && t('tryOutboundNote')}
      </Text>
      <Stack gap="sm">
        <Select
          label={t('source')}
          data={sources}
          value={source}
          allowDeselect={false}
          onChange={(value) => choose(value)}
        />
        {source === OWN && (
          <CodeField label={t('sample')} value={sample} onChange={setSample} error={sampleError} minRows={6} />
        )}
        <Group>
          <Button
            variant="light"
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            loading={attempt.isPending}
            disabled={!isOnline}
            onClick={run}
          >
            {t('run')}
          </Button>
        </Group>
        <div aria-live="polite">
          {data?.answer.error && <ExpressionError error={data.answer.error} expression={data.tried} onGoTo={onGoTo} />}
          {data?.answer.ok && <TryoutResult answer={data.answer} />}
        </div>
      </Stack>
    </Paper>
  );
}

/** Inbound the text itself, whose numbers are read digit for digit; outbound an object; undefined = it is not JSON. */
function sampleOf(sample: string, direction: ExpressionName): TryAdapter['sample'] | undefined {
  try {
    const parsed = JSON.parse(sample) as TryAdapter['sample'];
    return direction === 'inbound' ? (sample as unknown as TryAdapter['sample']) : parsed;
  } catch {
    return undefined;
  }
}
