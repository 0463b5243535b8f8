import { Badge } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { dateTime } from '../i18n/format';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { exchangesChanged, type HandOver } from './exchange';
import { useHandOverTexts } from './hand-over-texts';

const COLORS: Record<HandOver['state'], string> = {
  waiting: 'indigo',
  sent: 'yellow',
  confirmed: 'green',
  failed: 'red',
};

interface BadgeProps extends Pick<HandOver, 'state'> {
  /** Said of what is confirmed. */
  confirmedAt?: string | null;
}

export function HandOverBadge({ state, confirmedAt }: BadgeProps) {
  const t = useHandOverTexts();
  const isDated = state === 'confirmed' && confirmedAt;
  return (
    <Badge color={COLORS[state]}>
      {isDated ? t('confirmedAt', { time: dateTime(confirmedAt) }) : t(`state.${state}`)}
    </Badge>
  );
}

/** Hands an order over once more. */
export function useRepeat() {
  const t = useHandOverTexts();
  return useMutation({
    mutationFn: ({ id, exchangeId }: HandOver) =>
      call(
        api.POST('/api/exchanges/{id}/hand-overs/{handOverId}/repeat', {
          params: { path: { id: exchangeId, handOverId: id } },
        }),
      ),
    onSuccess: () => notifySuccess(t('repeated')),
    onError: (error) => notifyFailure(error),
    onSettled: () => exchangesChanged(),
  });
}
