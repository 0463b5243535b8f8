import { defineTexts } from '../i18n/texts';

/** Apart from the other shared ones, which are loaded with every page. */
export const { useTexts: usePiecesTexts } = defineTexts('pieces', {
  ru: { fromOneTo: 'от 1 до {{max}}' },
  en: { fromOneTo: '1 to {{max}}' },
});
