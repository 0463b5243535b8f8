import { defineTexts } from '../i18n/texts';

export const { useTexts } = defineTexts('shortcuts', {
  ru: {
    hint: 'Работают в любой раскладке.',
  },
  en: {
    hint: 'They work in every keyboard layout.',
  },
});
