/*
 * Why the service refused a request, by the code of the answer, in both languages. The panel shares this file, so it imports nothing.
 */

export const PROBLEM_TEXTS = {
  already_decided: { en: 'The order has been decided already.', ru: 'По заказу уже есть решение.' },
  already_finished: {
    en: 'It is finished, there is nothing to cancel.',
    ru: 'Отправка уже завершена, отменять нечего.',
  },
  bad_request: { en: 'The request cannot be read.', ru: 'Не удалось прочитать запрос.' },
  batch_mismatch: {
    en: 'The acknowledgement names other events than the batch has.',
    ru: 'Подтверждение называет не те события, что есть в пакете.',
  },
  being_sent: {
    en: 'It is being sent right now. Try again in a few seconds.',
    ru: 'Сообщение прямо сейчас отправляется. Попробуйте через несколько секунд.',
  },
  body_removed: {
    en: 'The body was removed at the end of its retention period and cannot be processed again.',
    ru: 'Содержимое сообщения удалено по сроку хранения, обработать его снова нельзя.',
  },
  body_too_large: {
    en: 'It is larger than the service takes.',
    ru: 'Слишком большой запрос.',
  },
  cancelled_by_client: { en: 'The client has cancelled the order.', ru: 'Клиент отменил заказ.' },
  changed_meanwhile: {
    en: 'Somebody else changed this while the page was open.',
    ru: 'Пока страница была открыта, данные изменил другой пользователь.',
  },
  confirmation_required: {
    en: 'It, or a later one, was delivered already: confirm to send it again.',
    ru: 'Это или более позднее сообщение уже доставлено: подтвердите повторную отправку.',
  },
  connection_inactive: {
    en: 'The connection is off: turn it on first.',
    ru: 'Подключение выключено: сначала включите его.',
  },
  database_busy: { en: 'The database is busy. Try again.', ru: 'База данных занята. Попробуйте ещё раз.' },
  database_unavailable: {
    en: 'The database cannot be reached at the moment. Try again a little later.',
    ru: 'База данных сейчас недоступна. Попробуйте чуть позже.',
  },
  deleted: { en: 'The external order was deleted.', ru: 'Внешний заказ удалён.' },
  endpoint_gone: {
    en: 'The receiver was deleted: there is nobody to send it to.',
    ru: 'Получатель удалён: отправлять некому.',
  },
  exchange_inactive: {
    en: 'The exchange is off: turn it on first.',
    ru: 'Обмен выключен: сначала включите его.',
  },
  expressions_busy: {
    en: 'Too many expressions wait to be evaluated. Try again.',
    ru: 'Слишком много выражений в обработке. Попробуйте ещё раз.',
  },
  forbidden: { en: 'You do not have the right to do this.', ru: 'У вас нет прав на это действие.' },
  foreign_origin: {
    en: 'The request came from another site and was not carried out. The panel is to be opened by the address that PUBLIC_URL names, or the proxy before it must hand on the Host header.',
    ru: 'Запрос пришёл с другого сайта и не выполнен. Панель нужно открывать по адресу из PUBLIC_URL, или прокси перед ней должен передавать заголовок Host.',
  },
  internal_error: {
    en: 'Something went wrong in the service. The request id finds it in its log.',
    ru: 'На сервере произошла ошибка. По номеру запроса её найдут в журнале сервиса.',
  },
  invalid_body: { en: 'The request cannot be read.', ru: 'Не удалось прочитать запрос.' },
  invalid_json: { en: 'The request is not JSON.', ru: 'Запрос — не JSON.' },
  is_pushed: {
    en: 'Orders are sent to this system: cancel what is being sent.',
    ru: 'В эту систему заказы отправляются отсюда: отмените саму отправку.',
  },
  last_administrator: {
    en: 'One active administrator of all regions must remain.',
    ru: 'Должен остаться хотя бы один действующий администратор всех регионов.',
  },
  mail_server_missing: {
    en: 'No mail server is set up (SMTP_URL).',
    ru: 'Почтовый сервер не настроен (SMTP_URL).',
  },
  needs_attention: {
    en: 'The order was not recognised: process its message again or refuse it.',
    ru: 'Заказ не распознан: обработайте сообщение снова или отклоните заказ.',
  },
  no_refused_status: {
    en: 'Choose in the settings of the exchange which status refused pieces get.',
    ru: 'Выберите в настройках обмена, какой статус получают позиции с отказом.',
  },
  no_sign_in: {
    en: 'The other side of this exchange does not sign in here.',
    ru: 'В этом обмене учётная система к нам не обращается, пароля у неё нет.',
  },
  no_streams: {
    en: 'The service does not keep this page up to date just now.',
    ru: 'Автообновление страниц сейчас недоступно.',
  },
  no_user: { en: 'This belongs to a user, not to an API key.', ru: 'Доступно только пользователю, а не ключу API.' },
  not_called: {
    en: 'The other side of this exchange comes by itself: there is nothing to call.',
    ru: 'Учётная система обращается к нам сама: проверять отсюда нечего.',
  },
  not_found: {
    en: 'Not found: deleted or in a region you have no access to.',
    ru: 'Не найдено: удалено или относится к недоступному региону.',
  },
  not_understood: {
    en: 'The message could not be recognised again; nothing changed.',
    ru: 'Распознать сообщение снова не удалось, ничего не изменилось.',
  },
  nothing_refused: { en: 'Nothing of this order is refused.', ru: 'По этому заказу нет отказа, возвращать нечего.' },
  outcome_unknown: {
    en: 'The database did not confirm the change: look before repeating.',
    ru: 'База данных не подтвердила изменение: проверьте, прежде чем повторять.',
  },
  proposal_decided: {
    en: 'The proposal was decided already.',
    ru: 'По этому предложению уже есть решение.',
  },
  region_in_use: {
    en: 'The region is in use: connections, orders or price lists belong to it, or users or API keys are limited to it.',
    ru: 'Регион используется: к нему относятся подключения, заказы или прайс-листы, или им ограничены сотрудники или ключи API.',
  },
  secrets_unreadable: {
    en: 'Stored secrets cannot be decrypted: enter them again or restore the old SECRET_KEY.',
    ru: 'Сохранённые секреты не удалось расшифровать: введите их заново или верните прежний SECRET_KEY.',
  },
  shutting_down: {
    en: 'The service is restarting. Try again in a minute.',
    ru: 'Сервис перезапускается. Попробуйте через минуту.',
  },
  sign_in_busy: {
    en: 'Too many are signing in just now. Try again.',
    ru: 'Слишком много входов одновременно. Попробуйте ещё раз.',
  },
  skipped: { en: 'This notification is not to be sent.', ru: 'Это уведомление не подлежит отправке.' },
  starting: {
    en: 'The service is starting. Try again in a minute.',
    ru: 'Сервис запускается. Попробуйте через минуту.',
  },
  status_in_use: {
    en: 'The status is in use: choose what replaces it.',
    ru: 'Статус используется: выберите, чем его заменить.',
  },
  price_list_busy: {
    en: 'A file is being read into this price list. Wait until it is done.',
    ru: 'В этот прайс-лист уже загружается файл. Дождитесь окончания.',
  },
  price_list_not_held: {
    en: 'This import does not wait for a decision any more.',
    ru: 'Эта загрузка больше не ждёт решения.',
  },
  too_deep: { en: 'The request is nested too deeply.', ru: 'Слишком большая вложенность в запросе.' },
  too_late: {
    en: 'It is too late to undo this: GettZap is told already.',
    ru: 'Отменить уже нельзя: GettZap уже сообщено.',
  },
  too_many_matches: {
    en: 'Too many orders match: narrow down the buyer.',
    ru: 'Подходит слишком много заказов: уточните данные покупателя.',
  },
  too_many_requests: { en: 'Too many requests. Wait a little.', ru: 'Слишком много запросов. Подождите немного.' },
  too_many_values: { en: 'The request has too many values.', ru: 'В запросе слишком много значений.' },
  took_too_long: {
    en: 'The database took too long. Ask for less, or try again later.',
    ru: 'База данных не успела ответить. Уточните запрос или попробуйте позже.',
  },
  unauthenticated: { en: 'Sign in first.', ru: 'Сначала войдите.' },
  undone: {
    en: 'There is nothing to tell: it was undone.',
    ru: 'Сообщать нечего: действие отменили.',
  },
  unknown_link: { en: 'There is no such order link.', ru: 'Такой ссылки для заказов нет.' },
  unsupported_media_type: {
    en: 'The service does not take this kind of content.',
    ru: 'Такой вид содержимого сервис не принимает.',
  },
  validation_failed: { en: 'Check the fields.', ru: 'Проверьте заполнение полей.' },
  webhook_inactive: { en: 'Turn the web-hook on first.', ru: 'Сначала включите веб-хук.' },
} as const satisfies Record<string, Record<'en' | 'ru', string>>;

export type ProblemCode = keyof typeof PROBLEM_TEXTS;
