import { defineTexts } from '../i18n/texts';
import type { CheckStep } from '../shared/check-words';

export const { useTexts: useCheckTexts } = defineTexts('connection-check', {
  ru: {
    check: 'Проверить подключение',
    again: 'Проверить ещё раз',
    hint: 'Сервис обратится к GettZap с сохранёнными настройками. Заказы и статусы при этом не меняются.',
    unsaved: 'Проверяется то, что сохранено: новые правки сначала сохраните.',
    good: 'Подключение работает',
    bad: 'Подключение не работает',
    waits: 'Ждёт адреса API: заказы уже можно принимать',
    step: {
      settings: 'Настройки заполнены',
      address: 'Адрес найден',
      answer: 'GettZap отвечает',
      sign_in: 'Вход принят',
    },
  },
  en: {
    check: 'Check the connection',
    again: 'Check again',
    hint: 'The service calls GettZap with the stored settings. No order and no status is changed.',
    unsaved: 'What is stored is checked: save new changes first.',
    good: 'The connection works',
    bad: 'The connection does not work',
    waits: 'Waits for the API address: orders can be received already',
    step: {
      settings: 'Settings are filled in',
      address: 'The address is found',
      answer: 'GettZap answers',
      sign_in: 'The sign-in is accepted',
    },
  },
});

/** Nothing is wrong but that the address is still to be entered. */
export function isAddressAwaited({ code }: Pick<CheckStep, 'code'>): boolean {
  return code === 'address_awaited';
}
