import { defineTexts } from '../i18n/texts';

const { useTexts, text } = defineTexts('connection-check', {
  ru: {
    check: 'Проверить подключение',
    again: 'Проверить ещё раз',
    hint: 'Сервис обратится к Gettzap с сохранёнными настройками. Заказы и статусы при этом не меняются.',
    unsaved: 'Проверяется то, что сохранено: новые правки сначала сохраните.',
    running: 'Проверяем…',
    good: 'Подключение работает',
    bad: 'Подключение не работает',
    waits: 'Ждёт адреса API: заказы уже можно принимать',
    step: {
      settings: 'Настройки заполнены',
      address: 'Адрес найден',
      answer: 'Gettzap отвечает',
      sign_in: 'Вход принят',
    },
    notReached: 'Не проверялось',
    passed: 'Пройдено',
    failed: 'Не пройдено',
    awaited: 'Ждёт',
    filledIn: 'Всё заполнено',
    missing: 'Не заполнено: {{fields}}',
    unreadable: 'Не расшифровать: {{fields}}. Введите заново или верните прежний SECRET_KEY.',
    resolved: '{{host}} — {{address}}',
    unresolved: 'Сервер {{host}} не найден ({{code}})',
    answered: 'Ответ {{status}}',
    noAnswer: 'Нет ответа за {{seconds}} с',
    refused: 'Сервер не принимает соединение ({{detail}})',
    forbiddenAddress: 'Адрес внутренней сети, отправлять на него запрещено',
    badAddress: 'Адрес API указан неверно',
    addressUnknown: 'Адрес API ещё не указан: заказы принимаются, уведомления ждут',
    nothingToAsk: 'Адрес API не указан: проверять нечего',
    signedIn: 'Логин, пароль и API ключ верны',
    wrongSignIn: 'Логин, пароль или API ключ неверны',
    unexpected: 'Ожидался ответ 200, пришёл {{status}}',
    took: '{{ms}} мс',
  },
  en: {
    check: 'Check the connection',
    again: 'Check again',
    hint: 'The service calls Gettzap with the stored settings. No order and no status is changed.',
    unsaved: 'What is stored is checked: save new changes first.',
    running: 'Checking…',
    good: 'The connection works',
    bad: 'The connection does not work',
    waits: 'Waits for the API address: orders can be received already',
    step: {
      settings: 'Settings are filled in',
      address: 'The address is found',
      answer: 'Gettzap answers',
      sign_in: 'The sign-in is accepted',
    },
    notReached: 'Not checked',
    passed: 'Passed',
    failed: 'Failed',
    awaited: 'Waits',
    filledIn: 'Everything is filled in',
    missing: 'Not filled in: {{fields}}',
    unreadable: 'Cannot be opened: {{fields}}. Enter again, or set the old SECRET_KEY.',
    resolved: '{{host}} is {{address}}',
    unresolved: 'The server {{host}} was not found ({{code}})',
    answered: 'Answer {{status}}',
    noAnswer: 'No answer within {{seconds}} s',
    refused: 'The server accepts no connection ({{detail}})',
    forbiddenAddress: 'An address of an internal network; sending there is forbidden',
    badAddress: 'The API address is wrong',
    addressUnknown: 'The API address is not known yet: orders are received, notifications wait',
    nothingToAsk: 'The API address is not known: there is nothing to ask',
    signedIn: 'Login, password and API key are right',
    wrongSignIn: 'Login, password or API key are wrong',
    unexpected: '200 was expected, {{status}} came',
    took: '{{ms}} ms',
  },
});

export const useCheckTexts = useTexts;

type Words = Parameters<typeof text>[0];

const KNOWN: Array<[RegExp, Words, ...string[]]> = [
  [/^everything is filled in$/, 'filledIn'],
  [/^missing: (.+)$/, 'missing', 'fields'],
  [/^(.+) cannot be opened: /, 'unreadable', 'fields'],
  [/^(\S+) cannot be resolved \((.+)\)$/, 'unresolved', 'host', 'code'],
  [/^GettZap answered (\d+)$/, 'answered', 'status'],
  [/^no answer within (\d+) s$/, 'noAnswer', 'seconds'],
  [/private or local address/, 'forbiddenAddress'],
  [/^apiUrl is not known yet: orders/, 'addressUnknown'],
  [/^apiUrl is not known yet/, 'nothingToAsk'],
  [/^apiUrl /, 'badAddress'],
  [/^(?:connect |read |socket |getaddrinfo )(.+)$/, 'refused', 'detail'],
  [/ are right$/, 'signedIn'],
  [/ are wrong$/, 'wrongSignIn'],
  [/^expected 200, got (\d+)$/, 'unexpected', 'status'],
  [/^(\S+) is (\S+)$/, 'resolved', 'host', 'address'],
];

/** Nothing is wrong but that the address is still to be entered. */
export function isAddressAwaited(detail: string): boolean {
  return /^apiUrl is not known yet: orders/.test(detail);
}

/** @param fieldName what a setting is called on the page */
export function checkDetail(detail: string, fieldName: (field: string) => string): string {
  for (const [pattern, key, ...names] of KNOWN) {
    const found = pattern.exec(detail);
    if (!found) continue;
    const values = Object.fromEntries(names.map((name, index) => [name, found[index + 1]]));
    if (values.fields) values.fields = values.fields.split(', ').map(fieldName).join(', ');
    return text(key, values);
  }
  return detail;
}
