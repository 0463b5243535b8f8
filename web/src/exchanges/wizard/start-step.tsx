import { Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, call } from '../../api/client';
import { queries } from '../../api/queries';
import { dateOnly } from '../../i18n/format';
import { useStatuses } from '../../order-statuses/use-statuses';
import { ChangedMeanwhile } from '../../shared/changed-meanwhile';
import { Facts } from '../../shared/facts';
import { notifyFailure, notifySuccess } from '../../shared/notify';
import { isApiError } from '../../api/errors';
import { useIsOnline } from '../../shell/connection-watch';
import { useRegionName } from '../../shell/regions';
import { exchangeKey, exchangesChanged } from '../exchange';
import { useTexts as useExchangeTexts } from '../texts';
import { StepFooter } from '../../shared/step-footer';
import { useTexts } from './texts';
import type { StepProps } from './wizard';

/** Shows how it is set, and switches it on. */
export function StartStep({ exchange, onBack, onNext, onLater }: StepProps) {
  const t = useTexts();
  const words = useExchangeTexts();
  const isOnline = useIsOnline();
  const regionName = useRegionName();
  const { data: statuses = [] } = useStatuses();
  const statusName = (id: string | null) => statuses.find((each) => each.id === id)?.name;
  const { id, version, since, numberPrefix, regionIds, readyStatusIds, refusedStatusId } = exchange;
  const turnOn = useMutation({
    mutationFn: () =>
      call(api.PATCH('/api/exchanges/{id}', { params: { path: { id } }, body: { isActive: true, version } })),
    onSuccess: async (saved) => {
      queries.setQueryData(exchangeKey(id), saved);
      notifySuccess(t('turnedOn'));
      onNext();
      await exchangesChanged();
    },
    onError: (error) => !isApiError(error, 'changed_meanwhile') && notifyFailure(error),
  });
  const reload = () => {
    turnOn.reset();
    void exchangesChanged();
  };
  return (
    <Stack>
      <ChangedMeanwhile error={turnOn.error} onReload={reload} />
      <Text size="sm">{t('startHint')}</Text>
      <Facts
        facts={[
          [words('since'), dateOnly(since)],
          [words('numberPrefix'), numberPrefix],
          [words('regions'), regionIds.map(regionName).join(', ') || words('allRegions')],
          [words('readyStatuses'), readyStatusIds.map(statusName).join(', ') || words('asSoonAsAccepted')],
          [words('refusedStatus'), statusName(refusedStatusId) ?? words('noRefusedStatus')],
        ]}
      />
      <StepFooter onBack={onBack} onLater={onLater}>
        <Button loading={turnOn.isPending} disabled={!isOnline} onClick={() => turnOn.mutate()}>
          {t('turnOn')}
        </Button>
      </StepFooter>
    </Stack>
  );
}
