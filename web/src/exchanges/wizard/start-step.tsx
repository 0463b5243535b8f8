import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, call } from '../../api/client';
import { isApiError } from '../../api/errors';
import { queries } from '../../api/queries';
import { dateOnly, number } from '../../i18n/format';
import { useStatuses } from '../../order-statuses/use-statuses';
import { ChangedMeanwhile } from '../../shared/changed-meanwhile';
import { Facts } from '../../shared/facts';
import { notifyFailure, notifySuccess } from '../../shared/notify';
import { IconAlertTriangle } from '../../shared/page-icons';
import { StepFooter } from '../../wizard/step-footer';
import { useIsOnline } from '../../shell/connection-watch';
import { useRegionName } from '../../shell/regions';
import { abcpSettingsOf } from '../abcp-settings';
import { partsSoftSettingsOf } from '../parts-soft-settings';
import { usePartsSoftTexts } from '../parts-soft-texts';
import { useAbcpTexts } from '../abcp-texts';
import { type Exchange, exchangeKey, exchangesChanged } from '../exchange';
import { useTexts as useExchangeTexts } from '../texts';
import { stepAddress } from './steps';
import { useTexts } from './texts';
import type { StepProps } from './steps';

/** Shows how it is set, and switches it on. */
export function StartStep({ exchange, onBack, onNext, onLater }: StepProps) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const { id, kind, version } = exchange;
  const facts = useSettingsInWords(exchange);
  const turnOn = useMutation({
    mutationFn: () =>
      call(api.PATCH('/api/exchanges/{id}', { params: { path: { id } }, body: { isActive: true, version } })),
    onSuccess: async (saved) => {
      queries.setQueryData(exchangeKey(id), saved);
      notifySuccess(t('turnedOn'));
      onNext();
      await exchangesChanged();
    },
    onError: (error) => !isToldHere(error) && notifyFailure(error),
  });
  const reload = () => {
    turnOn.reset();
    void exchangesChanged();
  };
  return (
    <Stack>
      <ChangedMeanwhile error={turnOn.error} onReload={reload} />
      {isApiError(turnOn.error, 'validation_failed') && <SomethingMissing exchange={exchange} />}
      <Text size="sm">{t(`startHint.${kind}`)}</Text>
      <Facts facts={facts} />
      <StepFooter onBack={onBack} onNext={onNext} onLater={onLater}>
        <Button loading={turnOn.isPending} disabled={!isOnline} onClick={() => turnOn.mutate()}>
          {t('turnOn')}
        </Button>
      </StepFooter>
    </Stack>
  );
}

const isToldHere = (error: unknown) => isApiError(error, 'changed_meanwhile') || isApiError(error, 'validation_failed');

/** A step was left out, without which it cannot be switched on. */
function SomethingMissing({ exchange: { id, kind } }: { exchange: Exchange }) {
  const t = useTexts();
  return (
    <Alert color="red" icon={<IconAlertTriangle />} role="alert">
      {t(`missing.${kind}`)}{' '}
      <Anchor component={Link} href={stepAddress(id, 'api')} inherit underline="always">
        {t('toApi')}
      </Anchor>
    </Alert>
  );
}

function useSettingsInWords(exchange: Exchange): Array<[name: string, value: string]> {
  const words = useExchangeTexts();
  const abcp = useAbcpTexts();
  const partsSoft = usePartsSoftTexts();
  const regionName = useRegionName();
  const { data: statuses = [] } = useStatuses();
  const statusName = (id: string | null) => statuses.find((each) => each.id === id)?.name;
  const { kind, since, numberPrefix, regionIds, readyStatusIds, refusedStatusId } = exchange;
  const { apiUrl, customerId, pollSeconds } = abcpSettingsOf(exchange);
  const ofAbcp: Array<[string, string]> = [
    [abcp('apiUrl'), apiUrl || words('summary.noAddress')],
    [abcp('buyer'), customerId === null ? abcp('buyers.guest') : words('summary.customer', { id: customerId })],
    [abcp('pollSeconds'), `${pollSeconds}${abcp('seconds')}`],
  ];
  const { offer, maxPriceDeviation: percent } = partsSoftSettingsOf(exchange);
  const ofPartsSoft: Array<[string, string]> = [
    [partsSoft('apiUrl'), apiUrl || words('summary.noAddress')],
    [partsSoft('offer'), partsSoft(offer === 'fastest' ? 'offers.fastest' : 'offers.cheapest')],
    [partsSoft('maxPriceDeviation'), percent === null ? words('summary.anyPrice') : `${number(percent)} %`],
    [partsSoft('pollSeconds'), `${pollSeconds}${partsSoft('seconds')}`],
  ];
  return [
    ...(kind === 'abcp' ? ofAbcp : []),
    ...(kind === 'parts_soft' ? ofPartsSoft : []),
    [words('since'), dateOnly(since)],
    [words('numberPrefix'), kind === 'one_c' ? numberPrefix : ''],
    [words('regions'), regionIds.map(regionName).join(', ') || words('allRegions')],
    [words('readyStatuses'), readyStatusIds.map(statusName).join(', ') || words('asSoonAsAccepted')],
    [words('refusedStatus'), statusName(refusedStatusId) ?? words('noRefusedStatus')],
  ];
}
