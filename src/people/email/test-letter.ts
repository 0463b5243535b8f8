import { type Letter, signed } from './letter.js';

const SUBJECT = 'Проверочное письмо partsdesk';
const WORDS = 'Почта настроена: это письмо сервис отправил по вашей просьбе, делать ничего не нужно.';
const WHY = 'Письмо отправлено кнопкой на странице «Состояние системы»';

/** What an administrator sends to see that e-mail works. */
export function testLetter(panelUrl: string): Letter & { subject: string } {
  return {
    subject: SUBJECT,
    ...signed({ text: WORDS, html: `<p>${WORDS}</p>` }, panelUrl, { words: WHY, path: '/system?topic=email' }),
  };
}
