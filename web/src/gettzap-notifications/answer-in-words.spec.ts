import { ErrorDetail, errorDetail } from '../../../src/platform/error-texts';
import type { AnsweredNotification, answerInWords as AnswerInWords } from './answer-in-words';

const NOW = new Date(2026, 10, 24, 14, 30).getTime();
const at = (hours: number, minutes: number, day = 24) => new Date(2026, 10, day, hours, minutes).toISOString();
const described = ({ message: error, code: errorCode, params: errorParams }: ErrorDetail) => ({
  error,
  errorCode,
  errorParams,
});
const NO_ERROR = { error: '', errorCode: '', errorParams: {} };
const answer = (status: number, body = '') => ({ durationMs: 40, ...NO_ERROR, response: { status, body } });
const silence = (error: ErrorDetail, durationMs = 15_003) => ({ durationMs, ...described(error), response: null });

describe('answerInWords', () => {
  let answerInWords: typeof AnswerInWords;

  beforeAll(async () => {
    Object.assign(globalThis, { localStorage: { getItem: () => null }, document: { documentElement: {} } });
    ({ answerInWords } = await import('./answer-in-words'));
  });

  const words = (facts: Partial<AnsweredNotification>) =>
    answerInWords(
      {
        channel: 'gettzap',
        state: 'retrying',
        reason: '',
        nextAttemptAt: at(14, 32),
        deliveredAt: null,
        attemptCount: 1,
        ...facts,
      },
      NOW,
    );

  it.each<[string, Partial<AnsweredNotification>]>([
    [
      'GettZap не отвечает (15 с). Повторим в 14:32',
      { lastAttempt: silence(errorDetail('no_answer', { seconds: 15 })) },
    ],
    [
      'GettZap недоступен: соединение отклонено. Повторим в 14:32',
      { lastAttempt: silence(errorDetail('unreachable', { reason: 'connect ECONNREFUSED 10.0.0.1:443' }), 3) },
    ],
    [
      'GettZap недоступен: там отвечают не по TLS, проверьте порт и начало адреса. Повторим в 14:32',
      {
        lastAttempt: silence(
          errorDetail('unreachable', { reason: '40C7:error:0A00010B:SSL routines:wrong version number:' }),
          3,
        ),
      },
    ],
    [
      'GettZap недоступен: сертификат сервера не принят (certificate has expired). Повторим в 14:32',
      { lastAttempt: silence(errorDetail('unreachable', { reason: 'certificate has expired' }), 3) },
    ],
    [
      'Почтовый сервер недоступен: не поздоровался, проверьте порт и начало адреса. Повторим в 14:32',
      { channel: 'email', lastAttempt: silence(errorDetail('unreachable', { reason: 'Greeting never received' }), 3) },
    ],
    [
      'Сервис остановился во время отправки, итог неизвестен. Повторим в 14:32',
      { lastAttempt: silence(errorDetail('interrupted'), 0) },
    ],
    ['GettZap ответил ошибкой: 503. Повторим в 14:32', { lastAttempt: answer(503, '<html>') }],
    ['GettZap просит подождать (429). Повторим в 14:32', { lastAttempt: answer(429) }],
    [
      'ABCP ответил страницей вместо данных (200). Повторим в 14:32',
      { channel: 'abcp', lastAttempt: answer(200, '<html>') },
    ],
    [
      'ABCP отклонил запрос: 400 Нет клиента 5',
      { channel: 'abcp', state: 'dead', lastAttempt: answer(400, '{"errorCode":2,"errorMessage":"Нет клиента 5"}') },
    ],
    ['Обмен приостановлен: учётная система отклонила вход', { channel: 'abcp', connectionState: 'paused' }],
    ['Отменено: обмен удалён', { channel: 'abcp', state: 'cancelled', reason: 'exchange_deleted' }],
    [
      'Выражение адаптера не сработало: Строка 2, знак 4: нет такой переменной или функции — $x. Повторим в 14:32',
      {
        lastAttempt: silence(
          { ...errorDetail('expression_unknown_name', { name: '$x' }), params: { name: '$x', line: 2, column: 4 } },
          0,
        ),
      },
    ],
    [
      'Не отправлено, на этот адрес отправлять нельзя: Это адрес внутренней сети, отправлять на него запрещено. Повторим в 14:32',
      { lastAttempt: silence(errorDetail('url_private'), 0) },
    ],
    ['Пока не удалось. Повторим в 14:32', {}],
    ['Пока не удалось. Сейчас повторим', { nextAttemptAt: at(14, 29) }],
    ['Пока не удалось. Повторим в порядке очереди', { nextAttemptAt: null }],
    ['Пока не удалось. Повторим 26.11.2026, 09:00', { nextAttemptAt: at(9, 0, 26) }],
  ])('says of one that failed: %s', (expected, facts) => expect(words(facts)).toBe(expected));

  it.each<[string, Partial<AnsweredNotification>]>([
    ['Подключение приостановлено: неверный логин или ключ', { connectionState: 'paused', nextAttemptAt: null }],
    [
      'Ждёт адреса API: отправим, как только его укажут в подключении',
      { connectionState: 'off', waitsFor: 'api_url', nextAttemptAt: null },
    ],
    ['Подключение выключено: отправим, когда его включат', { connectionState: 'off', nextAttemptAt: null }],
    ['GettZap не отвечает. Проверим связь в 14:32', { connectionState: 'cut_off' }],
    ['Ждёт предыдущего уведомления этого заказа', { connectionState: 'ok', nextAttemptAt: null }],
    ['Сейчас отправим', { nextAttemptAt: at(14, 30) }],
    ['Отправим в 14:32', {}],
  ])('says of one that waits: %s', (expected, facts) => expect(words({ state: 'pending', ...facts })).toBe(expected));

  it.each<[string, Partial<AnsweredNotification>]>([
    ['GettZap отклонил запрос: 404', { reason: 'rejected_404' }],
    [
      'GettZap отклонил запрос: 404 Заказа нет',
      { reason: 'rejected_404', lastAttempt: answer(404, '{"message":"Заказа нет"}') },
    ],
    ['Не доставлено за 10 попыток', { reason: 'tries_exhausted', attemptCount: 10 }],
    [
      'Не доставлено за 10 попыток. GettZap ответил ошибкой: 500 упало',
      { reason: 'tries_exhausted', attemptCount: 10, lastAttempt: answer(500, 'упало') },
    ],
    ['Не отправлено: причина указана в попытке', { reason: 'not_sent' }],
    [
      'Отправлено, но итог не удалось записать; повторов не будет. too long',
      {
        reason: 'not_recorded',
        lastAttempt: { ...answer(503), ...described(errorDetail('not_recorded', { reason: 'too long' })) },
      },
    ],
    [
      'Почтовый сервер отклонил запрос: 550 No such user',
      { channel: 'email', lastAttempt: answer(550, 'No such user') },
    ],
  ])('says of one that was given up: %s', (expected, facts) =>
    expect(words({ state: 'dead', ...facts })).toBe(expected),
  );

  it.each<[string, Partial<AnsweredNotification>]>([
    ['Принято в 14:01', { state: 'delivered', deliveredAt: at(14, 1) }],
    ['GettZap ответил, что этот статус уже установлен (409)', { state: 'delivered', lastAttempt: answer(409) }],
    ['Не отправлялось: изменение пришло от самого GettZap', { state: 'skipped', reason: 'caused_by_gettzap' }],
    ['Отменено вручную', { state: 'cancelled', reason: 'cancelled_by_user' }],
    ['some_new_reason', { state: 'cancelled', reason: 'some_new_reason' }],
  ])('says of one that is finished: %s', (expected, facts) => expect(words(facts)).toBe(expected));
});
