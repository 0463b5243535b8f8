import { defineTexts } from '../i18n/texts';

export const { useTexts } = defineTexts('move-dialog', {
  ru: {
    title: 'Переместить «{{name}}»',
    place: 'Место',
    placeHint: 'От 1 до {{total}}, остальные сдвинутся.',
    move: 'Переместить',
  },
  en: {
    title: 'Move “{{name}}”',
    place: 'Place',
    placeHint: 'From 1 to {{total}}, the others make room.',
    move: 'Move',
  },
});
