import { dateOnly, number } from '../i18n/format';
import { useStatuses } from '../order-statuses/use-statuses';
import { useRegionName } from '../shell/regions';
import { abcpSettingsOf } from './abcp-settings';
import type { Exchange } from './exchange';
import { partsSoftSettingsOf } from './parts-soft-settings';
import { oneCSettingsOf } from './one-c-settings';
import { useTexts } from './texts';

/** How each topic is set, in a line. @param exchange as it is stored */
export function useSummaries(exchange: Exchange) {
  const t = useTexts();
  const regionName = useRegionName();
  const { data: statuses = [] } = useStatuses();
  const statusName = (id: string | null) => statuses.find((each) => each.id === id)?.name;
  const { kind, name, isActive, silentAfterHours, since, numberPrefix, regionIds, readyStatusIds, refusedStatusId } =
    exchange;
  const line = (...parts: Array<string | undefined>) => parts.filter(Boolean).join(' · ');
  return {
    general: () =>
      line(
        name,
        t(isActive ? 'state.on' : 'state.off'),
        silentAfterHours > 0 ? t('summary.silentAfter', { hours: silentAfterHours }) : t('summary.silentNever'),
      ),
    api: () => {
      const { apiUrl, login } = abcpSettingsOf(exchange);
      return line(apiUrl || t('summary.noAddress'), login);
    },
    checkout: () => {
      const { customerId, pollSeconds } = abcpSettingsOf(exchange);
      const { offer, maxPriceDeviation: percent } = partsSoftSettingsOf(exchange);
      if (kind === 'parts_soft')
        return line(
          t(`summary.${offer}`),
          percent === null ? t('summary.anyPrice') : t('summary.percentAbove', { percent: number(percent) }),
          t('summary.everySeconds', { seconds: pollSeconds }),
        );
      return line(
        customerId === null ? t('summary.guest') : t('summary.customer', { id: customerId }),
        t('summary.everySeconds', { seconds: pollSeconds }),
      );
    },
    orders: () =>
      line(
        t('summary.since', { day: dateOnly(since) }),
        kind === 'one_c' ? (numberPrefix ? t('summary.prefix', { prefix: numberPrefix }) : t('summary.noPrefix')) : '',
        regionIds.length === 0 ? t('allRegions') : namesOf(regionIds, regionName),
        readyStatusIds.length === 0 ? t('asSoonAsAccepted') : namesOf(readyStatusIds, statusName),
      ),
    refusals: () =>
      line(
        refusedStatusId === null ? t('proposals.noStatus') : statusName(refusedStatusId),
        t(exchange.settings.applyMissingLines ? 'summary.byItself' : 'summary.byHand'),
      ),
    format: () => {
      const { encoding, schemaVersion, currency, vat } = oneCSettingsOf(exchange);
      return line(
        `CommerceML ${schemaVersion}`,
        encoding === 'utf-8' ? 'UTF-8' : 'Windows-1251',
        currency,
        /^\d+$/.test(vat) ? `${t('vat')}: ${vat} %` : t('vatNone'),
      );
    },
  };
}

/** Without those whose names are not known yet. */
const namesOf = (ids: string[], nameOf: (id: string) => string | undefined) =>
  ids.map(nameOf).filter(Boolean).join(', ');
