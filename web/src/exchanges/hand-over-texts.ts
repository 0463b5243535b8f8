import { defineTexts } from '../i18n/texts';

/** How an order goes to a shop system: for the exchange's page and for the order's. */
export const { useTexts: useHandOverTexts } = defineTexts('hand-overs', {
  ru: {
    title: 'Учётные системы',
    state: {
      waiting: 'Ждёт передачи',
      sent: 'Передан, ждём подтверждения',
      confirmed: 'Подтверждён',
      failed: 'Не принят',
    },
    beingSent: 'Передаётся',
    attemptFailed: 'Попытка не удалась, будет повтор. {{reason}}',
    field: { password: 'пароль' },
    confirmedAt: 'Подтверждён {{time}}',
    confirmedBefore: 'Прошлая передача подтверждена {{time}}',
    numberThere: 'Номер в учётной системе',
    revision: 'Передавался повторно, версия {{revision}}',
    returnedStatus: 'Статус в учётной системе',
    repeat: 'Передать ещё раз',
    repeatOrder: 'Передать ещё раз: заказ № {{number}}',
    repeated: 'Заказ будет передан при следующем обмене',
    sentAgain: 'Заказ передаётся ещё раз',
    attempts: 'Попытки',
    preview: 'Что передаётся',
  },
  en: {
    title: 'Shop systems',
    state: {
      waiting: 'Waiting to be handed over',
      sent: 'Handed over, not confirmed yet',
      confirmed: 'Confirmed',
      failed: 'Not taken',
    },
    beingSent: 'Being handed over',
    attemptFailed: 'An attempt failed, it is tried again. {{reason}}',
    field: { password: 'the password' },

    confirmedAt: 'Confirmed {{time}}',
    confirmedBefore: 'The hand-over before was confirmed {{time}}',
    numberThere: 'Number in the shop system',
    revision: 'Handed over anew, version {{revision}}',
    returnedStatus: 'Status in the shop system',
    repeat: 'Hand over again',
    repeatOrder: 'Hand over again: order no. {{number}}',
    repeated: 'The order will be handed over with the next exchange',
    sentAgain: 'The order is handed over again',
    attempts: 'Attempts',
    preview: 'What is handed over',
  },
});
