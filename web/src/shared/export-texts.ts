import { defineTexts } from '../i18n/texts';

export const { useTexts: useExportTexts } = defineTexts('export', {
  ru: { failed: 'Файл не скачан', tooMany: 'В файл входит до {{most}} выбранных строк, а выбрано {{chosen}}' },
  en: {
    failed: 'The file was not downloaded',
    tooMany: 'A file takes up to {{most}} selected rows, and {{chosen}} are selected',
  },
});
