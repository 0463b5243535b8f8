import { defineTexts } from '../i18n/texts';

export const { useTexts } = defineTexts('session', {
  ru: {
    title: 'Вход',
    email: 'Эл. почта',
    password: 'Пароль',
    signIn: 'Войти',
    signOut: 'Выйти',
    wrong: 'Неверная почта или пароль.',
    throttled: 'Слишком много попыток. Попробуйте снова через {{wait}}.',
    offline: 'Сервис не отвечает. Проверьте связь и попробуйте ещё раз.',
    failed: 'Войти не удалось (запрос {{requestId}}).',
    expired: 'Сеанс закончился',
    expiredHint: 'Войдите снова: введённые данные сохранятся.',
    firstSignIn: 'Почта и пароль администратора напечатаны в консоли при первом запуске.',
  },
  en: {
    title: 'Sign in',
    email: 'E-mail',
    password: 'Password',
    signIn: 'Sign in',
    signOut: 'Sign out',
    wrong: 'Wrong e-mail or password.',
    throttled: 'Too many attempts. Try again in {{wait}}.',
    offline: 'The service does not answer. Check the connection and try again.',
    failed: 'Could not sign in (request {{requestId}}).',
    expired: 'Your session has ended',
    expiredHint: 'Sign in again: what you entered is kept.',
    firstSignIn: 'The administrator’s e-mail and password were printed in the console at the first start.',
  },
});
