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
    notKept: 'Браузер не сохранил вход. Разрешите этому сайту файлы cookie.',
    notKeptByHttp:
      'Браузер не сохранил вход. Откройте панель по адресу с https://, который указан в PUBLIC_URL, или разрешите этому сайту файлы cookie.',
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
    notKept: 'The browser did not keep the sign-in. Allow this site to store cookies.',
    notKeptByHttp:
      'The browser did not keep the sign-in. Open the panel by the https:// address that PUBLIC_URL names, or allow this site to store cookies.',
    expired: 'Your session has ended',
    expiredHint: 'Sign in again: what you entered is kept.',
    firstSignIn: 'The administrator’s e-mail and password were printed in the console at the first start.',
  },
});
