import { Alert } from '@mantine/core';
import { api, call } from '../api/client';
import { CHECK_STEPS, CheckRun } from '../shared/check-run';
import { useAbcpTexts } from './abcp-texts';
import { type Exchange, exchangesChanged } from './exchange';
import { usePartsSoftTexts } from './parts-soft-texts';

const FIELDS = ['apiUrl', 'login', 'password'] as const;

/** Those that both kinds have. */
type CheckTexts = (
  key: Extract<Parameters<ReturnType<typeof useAbcpTexts>>[0], Parameters<ReturnType<typeof usePartsSoftTexts>>[0]>,
) => string;

interface Props {
  exchange: Exchange;
  /** The form holds what is not stored yet. */
  isDirty?: boolean;
}

/** Tries the other side out without any effect there, and shows how far that got. */
export function ExchangeCheck({ exchange: { id, kind }, isDirty = false }: Props) {
  const [abcp, partsSoft] = [useAbcpTexts(), usePartsSoftTexts()];
  const t: CheckTexts = kind === 'parts_soft' ? partsSoft : abcp;
  return (
    <CheckRun
      hint={isDirty ? t('checkUnsaved') : t('checkHint')}
      words={{ check: t('check'), again: t('checkAgain'), running: t('checking') }}
      steps={CHECK_STEPS.map((name) => [name, t(`step.${name}`)])}
      run={() => call(api.POST('/api/exchanges/{id}/check', { params: { path: { id } } }))}
      onRun={exchangesChanged}
      fieldName={(field) => (FIELDS.includes(field as never) ? t(field as (typeof FIELDS)[number]) : field)}
      verdictOf={({ ok, steps }) => (
        <Alert color={ok ? 'green' : 'red'} title={ok ? t('checkGood') : t('checkBad')}>
          {steps.at(-1)?.code === 'sign_in_refused' && t('checkSignIn')}
        </Alert>
      )}
    />
  );
}
