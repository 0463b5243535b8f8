import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useTexts } from './texts';

const SUGGESTED = ['outOfStock', 'priceChanged', 'discontinued', 'lateDelivery', 'unreachable'] as const;
const MAX_LENGTH = 2_000;

/** Why something is refused: one of the usual reasons, or words of one's own. */
export function RefusalReason(
  props: Pick<AutocompleteProps, 'value' | 'onChange' | 'disabled' | 'ref' | 'onFocus' | 'onKeyDown'> & {
    'data-autofocus'?: boolean;
  },
) {
  const t = useTexts();
  return (
    <Autocomplete
      label={t('reason')}
      description={t('reasonHint')}
      data={SUGGESTED.map((key) => t(`reasons.${key}`))}
      filter={({ options }) => options}
      maxLength={MAX_LENGTH}
      openOnFocus
      {...props}
    />
  );
}
