import { Group, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconChevronDown } from '../shared/page-icons';
import { AvailabilityBadge, availabilityOf } from './availability';
import { offerInWords, offerTitle } from './offer-words';
import { useTexts } from './texts';
import type { Offer } from './use-offers';

interface Props {
  /** What the position is called. */
  part: string;
  /** Pieces that are to be accepted. */
  quantity: number;
  /** Best first. */
  offers: Offer[];
  chosen: Offer | undefined;
  /** Undefined = nothing can be chosen. */
  onChoose: ((offer: Offer | null) => void) | undefined;
}

/** What the price lists have for a position, and which of it is to be accepted. */
export function PositionOffer({ part, quantity, offers, chosen, onChoose }: Props) {
  const t = useTexts();
  const shown = chosen ?? offers[0];
  if (!shown)
    return (
      <Group gap={6} mt={4}>
        <AvailabilityBadge availability="none" isStale={false} />
        <Text size="xs" c="dimmed">
          {t('noOffers')}
        </Text>
      </Group>
    );
  const line = <OfferLine offer={shown} quantity={quantity} isQuiet={onChoose !== undefined && !chosen} />;
  if (!onChoose) return line;
  return (
    <Menu position="bottom-start" withInitialFocusPlaceholder={false} portalProps={{ target: 'main' }}>
      <Menu.Target>
        <UnstyledButton mt={4}>
          <VisuallyHidden>{t('offerOf', { part })} </VisuallyHidden>
          <Group gap={4} wrap="nowrap" align="flex-start">
            {line}
            <IconChevronDown size={14} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown maw="min(560px, 94vw)">
        {offers.map((offer) => (
          <Menu.RadioItem key={offer.id} value={offer.id} checked={offer === chosen} onChange={() => onChoose(offer)}>
            <OfferLine offer={offer} quantity={quantity} isWhole />
          </Menu.RadioItem>
        ))}
        <Menu.RadioItem value="" checked={!chosen} onChange={() => onChoose(null)}>
          {t('withoutOffer')}
        </Menu.RadioItem>
      </Menu.Dropdown>
    </Menu>
  );
}

interface LineProps {
  offer: Offer;
  quantity: number;
  /** It is there, but nobody chose it. */
  isQuiet?: boolean;
  /** With how the list calls the part. */
  isWhole?: boolean;
}

function OfferLine({ offer, quantity, isQuiet, isWhole }: LineProps) {
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" title={offerTitle(offer)}>
      <AvailabilityBadge availability={availabilityOf(quantity, offer.free)} isStale={offer.isStale} />
      <div>
        {isWhole && (
          <Text size="xs" fw={600}>
            {offer.brand} {offer.article} {offer.name}
          </Text>
        )}
        <Text size="xs" {...(isQuiet && { c: 'dimmed' })}>
          {offerInWords(offer).join(' · ')}
        </Text>
      </div>
    </Group>
  );
}
