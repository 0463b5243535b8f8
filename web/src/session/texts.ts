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
    expiredHint: 'Войдите снова: то, что вы набирали, останется на месте.',
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
    failed: 'Signing in failed (request {{requestId}}).',
    expired: 'Your session has ended',
    expiredHint: 'Sign in again: what you were typing stays where it is.',
    firstSignIn: 'The administrator’s e-mail and password were printed in the console at the first start.',
  },
});
