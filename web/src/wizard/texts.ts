import { defineTexts } from '../i18n/texts';

export const { useTexts } = defineTexts('wizard', {
  ru: {
    steps: 'Шаги настройки',
    stepOf: 'Шаг {{number}} из {{count}}: {{name}}',
    notFinished: 'Не закончено',
    back: 'Назад',
    next: 'Далее',
    saveAndNext: 'Сохранить и продолжить',
    later: 'Продолжить позже',
  },
  en: {
    steps: 'Steps of the setup',
    stepOf: 'Step {{number}} of {{count}}: {{name}}',
    notFinished: 'Not finished',
    back: 'Back',
    next: 'Next',
    saveAndNext: 'Save and continue',
    later: 'Continue later',
  },
});
