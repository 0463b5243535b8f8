import { Autocomplete, type AutocompleteProps, Combobox } from '@mantine/core';
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
  const reasons = SUGGESTED.map((key) => t(`reasons.${key}`));
  const matching = (typed: string) =>
    reasons.filter((reason) => reasons.includes(typed) || reason.toLowerCase().includes(typed.trim().toLowerCase()));
  return (
    <Autocomplete
      label={t('reason')}
      description={t('reasonHint')}
      data={reasons}
      // Beside one that was chosen the others are offered, too; words of one's own have nothing laid over what is below.
      filter={({ search }) => matching(search).map((reason) => ({ value: reason, label: reason }))}
      maxLength={MAX_LENGTH}
      rightSection={<Combobox.Chevron />}
      rightSectionPointerEvents="none"
      // A dialog that has just opened shows all that it asks.
      openOnFocus={!props['data-autofocus']}
      {...props}
    />
  );
}
