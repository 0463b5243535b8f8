import { Badge } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ErrorDetail } from '../../../src/platform/error-texts';
import { api, call } from '../api/client';
import { errorInWords } from '../api/field-words';
import { dateTime } from '../i18n/format';
import { withFieldNames } from '../shared/check-words';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { type ExchangeKind, exchangesChanged, type HandOver, isCalled } from './exchange';
import { useHandOverTexts } from './hand-over-texts';

const COLORS: Record<HandOver['state'], string> = {
  waiting: 'indigo',
  sent: 'yellow',
  confirmed: 'green',
  failed: 'red',
};

interface BadgeProps extends Pick<HandOver, 'state'> {
  /** Of a system that we call there is nothing to wait for. */
  kind?: ExchangeKind | undefined;
  /** Said of what is confirmed. */
  confirmedAt?: string | null;
}

export function HandOverBadge({ state, kind, confirmedAt }: BadgeProps) {
  const t = useHandOverTexts();
  const isDated = state === 'confirmed' && confirmedAt;
  return (
    <Badge color={COLORS[state]}>
      {isDated ? t('confirmedAt', { time: dateTime(confirmedAt) }) : t(stateKey(state, kind))}
    </Badge>
  );
}

export function stateKey(state: HandOver['state'], kind: ExchangeKind | undefined) {
  return state === 'sent' && isCalled(kind) ? 'beingSent' : (`state.${state}` as const);
}

/** What went wrong, in the reader's language; what has no code is told as it was said. */
export function useSaid(): (detail: ErrorDetail) => string {
  const t = useHandOverTexts();
  const fieldName = (field: string) => (field === 'password' ? t('field.password') : field);
  return ({ code, params, message }) =>
    code ? errorInWords({ code, params: withFieldNames(params, fieldName), message }) : message;
}

/** Why the other side did not take an order, in the reader's language; "" = it did, or was not asked yet. */
export function useWhyNot(): (handOver: Pick<HandOver, 'error' | 'errorCode' | 'errorParams' | 'state'>) => string {
  const t = useHandOverTexts();
  const said = useSaid();
  return ({ error: message, errorCode: code, errorParams: params, state }) => {
    if (!message) return '';
    const reason = said({ code, params, message });
    return state === 'waiting' ? t('attemptFailed', { reason }) : reason;
  };
}

/** Where it is seen how an order was sent to a system that we call. */
export function attemptsAddress(
  { exchangeId, orderId }: Pick<HandOver, 'exchangeId' | 'orderId'>,
  kind: ExchangeKind,
): string {
  return `/gettzap-notifications?channel=${kind}&exchangeId=${exchangeId}&orderId=${orderId}`;
}

/** Whether an order may be left out: of what is handed out and not confirmed, by a system that comes for it. */
export function mayBeLeftOut({ state }: Pick<HandOver, 'state'>, kind: ExchangeKind | undefined): boolean {
  return state === 'sent' && kind !== undefined && !isCalled(kind);
}

/** Has an order not handed over, so that what waits behind it goes. */
export function useLeaveOut() {
  const t = useHandOverTexts();
  return useMutation({
    mutationFn: ({ id, exchangeId }: HandOver) =>
      call(
        api.POST('/api/exchanges/{id}/hand-overs/{handOverId}/leave-out', {
          params: { path: { id: exchangeId, handOverId: id } },
        }),
      ),
    onSuccess: () => notifySuccess(t('leftOut')),
    onError: (error) => notifyFailure(error),
    onSettled: () => exchangesChanged(),
  });
}

/** Hands an order over once more. */
export function useRepeat(kind: ExchangeKind | undefined) {
  const t = useHandOverTexts();
  return useMutation({
    mutationFn: ({ id, exchangeId }: HandOver) =>
      call(
        api.POST('/api/exchanges/{id}/hand-overs/{handOverId}/repeat', {
          params: { path: { id: exchangeId, handOverId: id } },
        }),
      ),
    onSuccess: () => notifySuccess(t(isCalled(kind) ? 'sentAgain' : 'repeated')),
    onError: (error) => notifyFailure(error),
    onSettled: () => exchangesChanged(),
  });
}
