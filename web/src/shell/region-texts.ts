import { defineTexts } from '../i18n/texts';

export const { useTexts } = defineTexts('region-select', {
  ru: {
    all: 'Все регионы',
    filter: 'Регион',
  },
  en: {
    all: 'All regions',
    filter: 'Region',
  },
});
