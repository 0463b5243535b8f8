import type { Schemas } from '../api/client';
import { errorInWords } from '../api/field-words';
import { defineTexts } from '../i18n/texts';

const { useTexts } = defineTexts('connection-check', {
  ru: {
    check: 'Проверить подключение',
    again: 'Проверить ещё раз',
    hint: 'Сервис обратится к GettZap с сохранёнными настройками. Заказы и статусы при этом не меняются.',
    unsaved: 'Проверяется то, что сохранено: новые правки сначала сохраните.',
    running: 'Проверяем…',
    good: 'Подключение работает',
    bad: 'Подключение не работает',
    waits: 'Ждёт адреса API: заказы уже можно принимать',
    step: {
      settings: 'Настройки заполнены',
      address: 'Адрес найден',
      answer: 'GettZap отвечает',
      sign_in: 'Вход принят',
    },
    notReached: 'Не проверялось',
    passed: 'Пройдено',
    failed: 'Не пройдено',
    awaited: 'Ждёт',
    took: '{{ms}} мс',
  },
  en: {
    check: 'Check the connection',
    again: 'Check again',
    hint: 'The service calls GettZap with the stored settings. No order and no status is changed.',
    unsaved: 'What is stored is checked: save new changes first.',
    running: 'Checking…',
    good: 'The connection works',
    bad: 'The connection does not work',
    waits: 'Waits for the API address: orders can be received already',
    step: {
      settings: 'Settings are filled in',
      address: 'The address is found',
      answer: 'GettZap answers',
      sign_in: 'The sign-in is accepted',
    },
    notReached: 'Not checked',
    passed: 'Passed',
    failed: 'Failed',
    awaited: 'Waits',
    took: '{{ms}} ms',
  },
});

export const useCheckTexts = useTexts;

type Step = Schemas['CheckStepView'];

/** Nothing is wrong but that the address is still to be entered. */
export function isAddressAwaited({ code }: Step): boolean {
  return code === 'address_awaited';
}

/** @param fieldName what a setting is called on the page */
export function checkDetail({ code, params, detail }: Step, fieldName: (field: string) => string): string {
  const { fields } = params;
  const named = typeof fields === 'string' && { fields: fields.split(', ').map(fieldName).join(', ') };
  return errorInWords({ code, params: { ...params, ...named }, message: detail });
}
