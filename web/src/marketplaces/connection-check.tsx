import { Alert } from '@mantine/core';
import { api, call, type Schemas } from '../api/client';
import { CHECK_STEPS, CheckRun } from '../shared/check-run';
import { isAddressAwaited, useCheckTexts } from './check-words';
import { connectionsChanged } from './connection';
import { useTexts } from './texts';

const FIELDS = ['login', 'password', 'apiKey', 'apiUrl'] as const;

interface Props {
  id: string;
  /** The form holds what is not stored yet. */
  isDirty?: boolean;
}

/** Tries the connection out and shows how far it got. */
export function ConnectionCheck({ id, isDirty }: Props) {
  const t = useCheckTexts();
  const fields = useTexts();
  const fieldName = (field: string) => {
    if (field === 'regionId') return fields('region');
    return FIELDS.includes(field as never) ? fields(field as (typeof FIELDS)[number]) : field;
  };
  return (
    <CheckRun
      hint={isDirty ? t('unsaved') : t('hint')}
      words={{ check: t('check'), again: t('again'), running: t('check') }}
      steps={CHECK_STEPS.map((name) => [name, t(`step.${name}`)])}
      run={() => call(api.POST('/api/marketplace-connections/{id}/check', { params: { path: { id } } }))}
      onRun={connectionsChanged}
      fieldName={fieldName}
      isAwaited={isAddressAwaited}
      verdictOf={(result) => <Verdict result={result} />}
    />
  );
}

function Verdict({ result: { ok, steps } }: { result: Schemas['ConnectionCheckView'] }) {
  const t = useCheckTexts();
  if (ok) return <Alert color="green" title={t('good')} />;
  if (steps.some(isAddressAwaited)) return <Alert color="yellow" title={t('waits')} />;
  return <Alert color="red" title={t('bad')} />;
}
