import { defineTexts } from '../i18n/texts';

export const { useTexts } = defineTexts('settings', {
  ru: {
    secretStored: '•••••••• сохранён',
    secretReplace: 'Заменить',
    secretReplaceWhich: 'Заменить: {{name}}',
    secretKeep: 'Оставить прежний',
  },
  en: {
    secretStored: '•••••••• stored',
    secretReplace: 'Replace',
    secretReplaceWhich: 'Replace: {{name}}',
    secretKeep: 'Keep the old one',
  },
});
