import type { FieldError } from '../api/errors';
import { errorInWords } from '../api/field-words';
import { defineTexts } from '../i18n/texts';

const { text } = defineTexts('connection-problems', {
  ru: {
    needed: 'Заполните: без этого аккаунт не включить',
    giveAgain: 'Введите ещё раз: адрес ведёт на другой сервер',
    noRegion: 'Такого региона больше нет',
    noStatus: 'Такого статуса больше нет',
    notUrl: 'Это не адрес: нужен, например, https://api.example.com',
    notHttp: 'Адрес должен начинаться с http:// или https://',
    signInInUrl: 'В адресе не должно быть логина и пароля',
    privateAddress: 'Это адрес внутренней сети, отправлять на него запрещено',
    tooLong: 'Слишком длинно: не больше {{max}} символов',
    urlCharacters: 'Без пробелов, обратной косой черты и #',
    brace: 'Фигурная скобка без пары',
    positionIdInUrl: '{positionId} здесь не бывает: это для адреса позиций',
    unknownPlaceholder: 'Неизвестная подстановка {{name}}',
    placeholderInHost: 'Подстановка не может стоять в имени сервера',
    tooManyHeaders: 'Не больше {{max}} заголовков',
    headerTwice: 'Такой заголовок уже есть',
    headerName: 'Это не имя заголовка',
    headerReserved: 'Этот заголовок сервис ставит сам',
    headerValue: 'Одна строка латиницей',
    headerSecret: 'Похоже на секрет: напишите {login}, {password} или {apiKey}, тогда он останется зашифрованным',
    holdsSecret: 'Здесь записан секрет подключения: напишите в заголовке {{name}}',
  },
  en: {
    needed: 'Fill it in: the account cannot be turned on without it',
    giveAgain: 'Enter it again: the address leads to another host',
    noRegion: 'This region is gone',
    noStatus: 'This status is gone',
    notUrl: 'This is no address: it should be like https://api.example.com',
    notHttp: 'The address must begin with http:// or https://',
    signInInUrl: 'The address must not carry a login or password',
    privateAddress: 'This is an address of an internal network; sending there is forbidden',
    tooLong: 'Too long: at most {{max}} characters',
    urlCharacters: 'No spaces, backslashes or #',
    brace: 'A brace without its other half',
    positionIdInUrl: '{positionId} does not belong here, but into the address for positions',
    unknownPlaceholder: 'Unknown placeholder {{name}}',
    placeholderInHost: 'A placeholder cannot stand in the host',
    tooManyHeaders: 'At most {{max}} headers',
    headerTwice: 'This header is there already',
    headerName: 'This is not a name of a header',
    headerReserved: 'The service sets this header itself',
    headerValue: 'One line of Latin characters',
    headerSecret: 'It looks like a secret: write {login}, {password} or {apiKey}, which stay sealed',
    holdsSecret: 'It holds a secret of the connection: a header may say {{name}}',
  },
});

type Words = Parameters<typeof text>[0];

/** What the service says of a field, and how it is told; the first group stands for what is named. */
const KNOWN: Array<[RegExp, Words, string?]> = [
  [/^is required for an active connection$/, 'needed'],
  [/^must be given again/, 'giveAgain'],
  [/^there is no such region$/, 'noRegion'],
  [/^there is no such status$/, 'noStatus'],
  [/^is not a URL$/, 'notUrl'],
  [/^must begin with http/, 'notHttp'],
  [/^must not carry a login/, 'signInInUrl'],
  [/^names a private/, 'privateAddress'],
  [/(\d+) characters(?: long)?$/, 'tooLong', 'max'],
  [/^must not contain spaces/, 'urlCharacters'],
  [/^has a brace/, 'brace'],
  [/^knows no \{positionId\}/, 'positionIdInUrl'],
  [/^has an unknown placeholder (.+)$/, 'unknownPlaceholder', 'name'],
  [/^must not have a placeholder in its host$/, 'placeholderInHost'],
  [/^must have at most (\d+) entries$/, 'tooManyHeaders', 'max'],
  [/^is there twice$/, 'headerTwice'],
  [/^is not a name of a header$/, 'headerName'],
  [/^is set by the service itself$/, 'headerReserved'],
  [/^must be one line of Latin/, 'headerValue'],
  [/^looks like a secret/, 'headerSecret'],
  [/^holds the connection's .*(\{\w+\})/, 'holdsSecret', 'name'],
];

/** What is wrong with a field, in the reader's language. */
export function problemOfField(problem: FieldError): string {
  for (const [pattern, key, name] of KNOWN) {
    const found = pattern.exec(problem.message);
    if (found) return text(key, name ? { [name]: found[1] } : undefined);
  }
  return errorInWords(problem);
}

/** For `form.setErrors`, in the order of the service; of several problems of one field the first. */
export function problemsByField(problems: FieldError[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const problem of problems) errors[problem.path] ??= problemOfField(problem);
  return errors;
}
