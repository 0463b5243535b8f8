import { defineTexts } from '../i18n/texts';
import type { ApiError } from './errors';

const { text } = defineTexts('problems', {
  ru: {
    already_decided: 'По заказу уже есть решение.',
    already_finished: 'Отправка уже завершена, отменять нечего.',
    being_sent: 'Сообщение прямо сейчас отправляется. Попробуйте через несколько секунд.',
    body_removed: 'Тело сообщения удалено по сроку хранения, обработать его снова нельзя.',
    cancelled_by_client: 'Клиент отменил заказ.',
    changed_meanwhile: 'Пока страница была открыта, это изменил кто-то ещё.',
    confirmation_required: 'Сообщение или более позднее уже доставлено: подтвердите повторную отправку.',
    connection_inactive: 'Подключение выключено: сначала включите его.',
    database_busy: 'База данных занята. Попробуйте ещё раз.',
    database_unavailable: 'База данных сейчас недоступна. Попробуйте чуть позже.',
    deleted: 'Внешний заказ удалён.',
    endpoint_gone: 'Получатель удалён: отправлять некому.',
    expressions_busy: 'Слишком много выражений в обработке. Попробуйте ещё раз.',
    forbidden: 'У вас нет прав на это действие.',
    internal_error: 'На сервере произошла ошибка. По номеру запроса её найдут в журнале сервиса.',
    foreign_origin: 'Запрос пришёл с другого сайта и не выполнен.',
    last_administrator: 'Должен остаться хотя бы один действующий администратор всех регионов.',
    needs_attention: 'Заказ не понят: сначала обработайте сообщение снова или откажите.',
    not_found: 'Не найдено: удалено или относится к недоступному региону.',
    not_understood: 'Сообщение и сейчас понять нельзя, всё осталось как было.',
    outcome_unknown: 'База данных не подтвердила изменение: проверьте, прежде чем повторять.',
    region_in_use: 'Регион используется: к нему относятся подключения или заказы.',
    shutting_down: 'Сервис перезапускается. Попробуйте через минуту.',
    sign_in_busy: 'Слишком много входов одновременно. Попробуйте ещё раз.',
    skipped: 'Это сообщение намеренно не отправлялось.',
    status_in_use: 'Статус используется: выберите, чем его заменить.',
    took_too_long: 'База данных не успела ответить. Уточните запрос или попробуйте позже.',
    too_many_matches: 'Подходит слишком много заказов: уточните данные покупателя.',
    too_many_requests: 'Слишком много запросов. Подождите немного.',
    validation_failed: 'Проверьте заполнение полей.',
    webhook_inactive: 'Сначала включите веб-хук.',
  },
  en: {
    already_decided: 'The order has been decided already.',
    already_finished: 'It is finished, there is nothing to cancel.',
    being_sent: 'It is being sent right now. Try again in a few seconds.',
    body_removed: 'The body was removed when its time was over and cannot be processed again.',
    cancelled_by_client: 'The client has cancelled the order.',
    changed_meanwhile: 'Somebody else changed this while the page was open.',
    confirmation_required: 'It, or a later one, was delivered already: confirm to send it again.',
    connection_inactive: 'The connection is off: turn it on first.',
    database_busy: 'The database is busy. Try again.',
    database_unavailable: 'The database cannot be reached at the moment. Try again a little later.',
    deleted: 'The external order was deleted.',
    endpoint_gone: 'The receiver was deleted: there is nobody to send it to.',
    expressions_busy: 'Too many expressions wait to be evaluated. Try again.',
    forbidden: 'You have no right to do this.',
    internal_error: 'Something went wrong in the service. The request id finds it in its log.',
    foreign_origin: 'The request came from another site and was not carried out.',
    last_administrator: 'One active administrator of all regions must remain.',
    needs_attention: 'The order was not understood: process its message again, or refuse it.',
    not_found: 'Not found: deleted, or of a region that you do not see.',
    not_understood: 'The message cannot be understood now either; everything stays as it was.',
    outcome_unknown: 'The database did not confirm the change: look before repeating.',
    region_in_use: 'The region is in use: connections or orders belong to it.',
    shutting_down: 'The service is restarting. Try again in a minute.',
    sign_in_busy: 'Too many are signing in just now. Try again.',
    skipped: 'It was left out on purpose.',
    status_in_use: 'The status is in use: choose what replaces it.',
    took_too_long: 'The database took too long. Ask for less, or try again later.',
    too_many_matches: 'Too many orders match: describe the buyer closer.',
    too_many_requests: 'Too many requests. Wait a little.',
    validation_failed: 'Check the fields.',
    webhook_inactive: 'Turn the web-hook on first.',
  },
});

type Known = Parameters<typeof text>[0];

/** Why the service refused, in the reader's language; what has no words here is told as the service said it. */
export function problemInWords({ code, message }: ApiError): string {
  const words = text(code as Known);
  return words === code ? message : words;
}
