/*
 * What can be wrong with a field, a message or an attempt: by code, in both languages. `{{name}}` stands for a parameter. The panel
 * shares this file, so it imports nothing.
 */

export const ERROR_TEXTS = {
  // Values of fields
  required: { en: 'is required', ru: 'заполните это поле' },
  missing: { en: 'is missing', ru: 'не указано' },
  empty: { en: 'must not be empty', ru: 'пусто' },
  text: { en: 'must be text', ru: 'здесь нужен текст' },
  text_or_number: { en: 'must be text or a number', ru: 'здесь нужен текст или число' },
  text_or_null: { en: 'must be text or null', ru: 'здесь нужен текст или ничего (null)' },
  number: { en: 'must be a number', ru: 'здесь нужно число' },
  number_or_null: { en: 'must be a number or null', ru: 'здесь нужно число или ничего (null)' },
  boolean: { en: 'must be true or false', ru: 'здесь нужно «да» или «нет»' },
  whole_number: { en: 'must be a whole number', ru: 'здесь нужно целое число' },
  whole_number_from: { en: 'must be a whole number from {{min}}', ru: 'здесь нужно целое число от {{min}}' },
  decimal: {
    en: 'must be a decimal number with at most two places',
    ru: 'здесь нужно число не больше чем с двумя знаками после точки',
  },
  one_place: {
    en: 'must have at most one place after the point',
    ru: 'не больше одного знака после точки',
  },
  list: { en: 'must be a list', ru: 'здесь нужен список' },
  object: { en: 'must be an object', ru: 'здесь нужен набор полей' },
  one_of: { en: 'must be one of {{values}}', ru: 'можно только: {{values}}' },
  id: { en: 'must be an id (decimal digits)', ru: 'неверный номер' },
  email: { en: 'must be an e-mail address', ru: 'это не похоже на адрес эл. почты' },
  phone: { en: 'must be a phone number of 10 to 15 digits', ru: 'нужен номер телефона из 10–15 цифр' },
  color: { en: 'must be a colour like #1c7ed6', ru: 'укажите цвет в виде #1c7ed6' },
  time_zone: {
    en: 'must be an IANA time zone, e.g. Europe/Moscow',
    ru: 'укажите часовой пояс, например Europe/Moscow',
  },
  time: { en: 'must be an ISO 8601 time with its zone', ru: 'укажите дату и время с часовым поясом по ISO 8601' },
  day_or_instant: {
    en: 'must be a day like 2026-11-24 or an ISO 8601 time with its zone',
    ru: 'укажите день, например 2026-11-24, или дату и время с часовым поясом по ISO 8601',
  },
  day_or_time: {
    en: 'must be a day or a time like 2026-11-24T09:15, with an offset or without one',
    ru: 'укажите дату или дату и время, например 2026-11-24T09:15, с часовым поясом или без него',
  },
  day: { en: 'must be a day like 2027-01-01', ru: 'укажите день, например 2027-01-01' },
  time_of_day: { en: 'must be a time of day like 09:00', ru: 'укажите время, например 09:00' },
  not_after: { en: 'must be later than {{from}}', ru: 'должно быть позже {{from}}' },
  less_than: { en: 'must be less than {{limit}}', ru: 'должно быть меньше {{limit}}' },
  no_working_day: { en: 'must have a working day', ru: 'нужен хотя бы один рабочий день' },
  pattern: { en: 'does not have the right form', ru: 'неверный вид значения' },
  too_short: { en: 'must have at least {{min}} characters', ru: 'слишком коротко: не меньше {{min}} симв.' },
  too_long: { en: 'must have at most {{max}} characters', ru: 'слишком длинно: не больше {{max}} симв.' },
  too_small: { en: 'must be at least {{min}}', ru: 'не меньше {{min}}' },
  too_large: { en: 'must be at most {{max}}', ru: 'не больше {{max}}' },
  too_few: { en: 'must have at least {{min}} entries', ru: 'нужно не меньше {{min}} шт.' },
  too_many: { en: 'must have at most {{max}} entries', ru: 'можно не больше {{max}} шт.' },
  repeated: { en: 'is named twice', ru: 'указано дважды' },
  instead_of: { en: 'stands instead of {{other}}, not beside it', ru: 'укажите это или {{other}}, но не оба' },
  divided_too_often: {
    en: 'would make more than {{max}} parts of its position',
    ru: 'позиция уже разделена на {{max}} частей, больше нельзя',
  },
  no_such_event: { en: 'is no event of this batch', ru: 'такого события в пакете нет' },
  missing_event: { en: 'misses the event {{event}}', ru: 'не хватает события {{event}}' },
  unknown_field: { en: 'is not a known field', ru: 'такого поля нет' },
  control_character: { en: 'has a control character', ru: 'в тексте есть управляющий символ' },
  not_storable: { en: 'has characters that are not text', ru: 'содержит недопустимые символы' },

  // What is named and is not there, or cannot be chosen
  no_such_status: { en: 'there is no such status', ru: 'такого статуса нет' },
  no_such_region: { en: 'there is no such region', ru: 'такого региона нет' },
  no_such_colleague: {
    en: 'there is no active user with this id who sees the region',
    ru: 'такого сотрудника нет, он заблокирован или не видит этот регион',
  },
  me_is_nobody: {
    en: 'cannot be me: an API key is nobody, name a user by id',
    ru: '«me» не подходит для ключа API: укажите номер пользователя',
  },
  no_such_item_id: { en: 'there is no order item {{id}}', ru: 'позиции {{id}} нет' },
  no_such_item: { en: 'there is no such order item', ru: 'такой позиции нет' },
  no_such_external_order: { en: 'there is no such external order', ru: 'такого внешнего заказа нет' },
  no_such_message: {
    en: 'there is no such message without an external order',
    ru: 'такого сообщения без внешнего заказа нет',
  },
  no_such_position: {
    en: 'is not a position of this external order',
    ru: 'такой позиции в этом внешнем заказе нет',
  },
  no_such_connection: { en: 'there is no such connection', ru: 'такого аккаунта нет' },
  no_such_price_list: {
    en: 'there is no such price list in the region of the connection',
    ru: 'такого прайс-листа в регионе аккаунта нет',
  },
  begins_in_shadow: {
    en: 'must be off or shadow: a new rule is tried in shadow before it decides',
    ru: 'новое правило сначала работает на пробе',
  },
  rules_missing: {
    en: 'must name all rules of the connection; missing: {{ids}}',
    ru: 'список правил изменился: загрузите страницу заново',
  },
  too_many_rules: { en: 'would be more than {{max}} rules', ru: 'правил уже {{max}}, больше нельзя' },
  too_many_statuses: { en: 'would be more than {{max}} statuses', ru: 'статусов уже {{max}}, больше нельзя' },
  contradicts: { en: 'contradicts {{other}}', ru: 'противоречит другому условию или действию: {{other}}' },
  no_such_offer: {
    en: 'is no offer of this part any more: the price list has been renewed',
    ru: 'такого предложения больше нет: прайс-лист обновили',
  },
  of_other_connection: { en: 'is of another connection', ru: 'это относится к другому подключению' },
  name_taken: { en: 'is the name of another one', ru: 'такое название уже есть' },
  status_name_taken: { en: 'is the name of another status', ru: 'статус с таким названием уже есть' },
  other_initial_needed: {
    en: 'make another status the initial one instead',
    ru: 'сделайте начальным другой статус',
  },
  other_status: { en: 'is not the status any more: it is in {{status}}', ru: 'статус уже другой: «{{status}}»' },
  other_status_needed: { en: 'must be another status of the directory', ru: 'выберите другой статус' },
  leads_back: {
    en: 'leads back to this status, so that items would go round for ever',
    ru: 'из него позиции вернутся в этот же статус и пойдут по кругу',
  },
  statuses_missing: {
    en: 'must name all statuses; missing: {{ids}}',
    ru: 'список статусов изменился: загрузите страницу заново',
  },
  search_needs: { en: 'or email or name must be given', ru: 'укажите телефон, почту или имя' },
  nothing_chosen: { en: 'or messageIds must be given', ru: 'выберите заказы или сообщения' },
  next: { en: 'must be what an answer called `next`', ru: 'начните поиск заново' },
  no_filter_of_channel: { en: 'is no filter of the channel {{channel}}', ru: 'для этого канала такого условия нет' },
  too_many_rows: {
    en: 'matches more than {{max}} rows, the most that one file takes: narrow it down',
    ru: 'подходит больше {{max}} строк — больше, чем вмещает файл: уточните условия',
  },

  // Brands
  no_letters: { en: 'must have a letter or digit', ru: 'нужна хотя бы одна буква или цифра' },
  synonym_taken: { en: 'is a spelling of {{brand}} already', ru: 'это написание уже есть у бренда «{{brand}}»' },
  too_many_brands: { en: 'would be more than {{max}} brands', ru: 'брендов уже {{max}}, больше нельзя' },
  too_many_spellings: {
    en: 'would make more than {{max}} spellings of all brands',
    ru: 'у всех брендов вместе может быть не больше {{max}} написаний',
  },
  quote_unpaired: { en: 'has a quotation mark without its other half', ru: 'кавычка без пары' },

  // People and their sign-in
  wrong_password: { en: 'is wrong', ru: 'неверный пароль' },
  filter_name_taken: { en: 'is the name of another saved filter', ru: 'сохранённый фильтр с таким названием уже есть' },
  email_taken: { en: 'belongs to another user', ru: 'эта почта уже у другого пользователя' },
  password_common: { en: 'is one of the most used passwords', ru: 'это один из самых распространённых паролей' },
  password_monotonous: { en: 'has hardly any different characters', ru: 'в пароле слишком мало разных символов' },
  password_is_email: { en: 'must not be the e-mail address', ru: 'пароль не должен повторять почту' },

  // Addresses, adapters
  needed_when_active: {
    en: 'is required for an active connection',
    ru: 'заполните: без этого аккаунт не включить',
  },
  needed_when_on: { en: 'is required for an active exchange', ru: 'заполните: без этого обмен не включить' },
  secret_needed_again: {
    en: 'must be given again: the address leads to another host',
    ru: 'введите ещё раз: адрес ведёт на другой сервер',
  },
  not_a_url: { en: 'is not a URL', ru: 'это не адрес: нужен, например, https://api.example.com' },
  url_scheme: { en: 'must begin with http:// or https://', ru: 'адрес должен начинаться с http:// или https://' },
  url_sign_in: { en: 'must not carry a login or password', ru: 'в адресе не должно быть логина и пароля' },
  url_steps: { en: 'must not have . or .. as a part of its path', ru: 'в пути адреса не должно быть . и ..' },
  url_private: {
    en: 'names a private or local address',
    ru: 'это адрес внутренней сети, отправлять на него запрещено',
  },
  url_characters: {
    en: 'must not contain spaces, backslashes or #',
    ru: 'без пробелов, обратной косой черты и #',
  },
  url_host_placeholder: {
    en: 'must not have a placeholder in its host',
    ru: 'подстановка не может стоять в имени сервера',
  },
  brace_unpaired: { en: 'has a brace without its other half', ru: 'фигурная скобка без пары' },
  position_placeholder: {
    en: 'knows no {positionId}: that belongs into positionUrl',
    ru: '{positionId} здесь не бывает: это для адреса позиций',
  },
  unknown_placeholder: { en: 'has an unknown placeholder {{name}}', ru: 'неизвестная подстановка {{name}}' },
  holds_secret: {
    en: 'holds a secret of the connection: a header may say {{placeholder}} instead',
    ru: 'здесь указан секрет подключения: вместо него укажите {{placeholder}} в заголовке',
  },
  header_name: { en: 'is not a name of a header', ru: 'это не имя заголовка' },
  header_reserved: { en: 'is set by the service itself', ru: 'этот заголовок сервис ставит сам' },
  header_repeated: { en: 'is there twice', ru: 'такой заголовок уже есть' },
  header_value: { en: 'must be one line of Latin characters', ru: 'одна строка латиницей' },
  header_secret: {
    en: 'looks like a secret: write {login}, {password} or {apiKey}, which stay sealed',
    ru: 'похоже на секрет: укажите {login}, {password} или {apiKey}, тогда он останется зашифрованным',
  },
  nothing_to_try: {
    en: 'choose a stored message, or give a sample',
    ru: 'выберите сохранённое сообщение или впишите пример',
  },

  // Incoming messages
  unknown_event: { en: 'is not a known event', ru: 'неизвестное событие' },
  position_id_repeated: {
    en: 'is the id of another position too',
    ru: 'такой же номер уже есть у другой позиции',
  },
  total_too_large: { en: 'cost too much together', ru: 'общая сумма слишком велика' },
  invalid_json: { en: 'is not JSON: {{reason}}', ru: 'это не JSON: {{reason}}' },
  invalid_json_at: {
    en: 'is not JSON: character {{position}} is wrong',
    ru: 'это не JSON: ошибка в символе {{position}}',
  },
  invalid_xml: { en: 'is not XML: {{reason}}', ru: 'это не XML: {{reason}}' },
  invalid_form: { en: 'is not a form: {{reason}}', ru: 'это не форма: {{reason}}' },
  invalid_gzip: { en: 'has a broken gzip: {{reason}}', ru: 'не удалось распаковать gzip: {{reason}}' },
  not_in_charset: { en: 'is not text in the given charset', ru: 'это не текст в указанной кодировке' },
  unsupported_type: {
    en: 'must be JSON, a form or XML, in utf-8 or windows-1251',
    ru: 'нужен JSON, форма или XML в utf-8 или windows-1251',
  },
  unsupported_encoding: {
    en: 'must be sent as it is, or packed with gzip',
    ru: 'нужно присылать без сжатия или в gzip',
  },
  unpacked_too_large: { en: 'is larger than 1 MiB when unpacked', ru: 'после распаковки больше 1 МиБ' },
  too_deep: { en: 'is nested deeper than {{max}} levels', ru: 'вложено глубже {{max}} уровней' },
  too_many_values: { en: 'has more than {{max}} values', ru: 'больше {{max}} значений' },
  too_many_parts: { en: 'has more than {{max}} parts', ru: 'больше {{max}} частей' },
  document_type: {
    en: 'declares a document type, which is not read',
    ru: 'XML с объявлением типа документа (DOCTYPE) не принимается',
  },
  form_needs_expression: {
    en: 'is a form: an inbound expression has to make an order of it',
    ru: 'это форма: нужно выражение адаптера, которое сделает из неё заказ',
  },
  xml_needs_expression: {
    en: 'is XML: an inbound expression has to make an order of it',
    ru: 'это XML: нужно выражение адаптера, которое сделает из него заказ',
  },

  // Expressions (JSONata)
  expression_syntax: { en: 'cannot be read: {{reason}}', ru: 'синтаксическая ошибка. JSONata сообщает: «{{reason}}»' },
  expression_unexpected: {
    en: 'cannot be read: {{token}} is not expected',
    ru: 'синтаксическая ошибка рядом с «{{token}}»',
  },
  expression_unfinished: { en: 'ends too early', ru: 'выражение не закончено' },
  expression_unknown_name: {
    en: 'unknown variable or function {{name}}',
    ru: 'нет такой переменной или функции — {{name}}',
  },
  expression_failed: { en: 'failed: {{reason}}', ru: 'ошибка вычисления. JSONata сообщает: «{{reason}}»' },
  expression_too_slow: { en: 'takes longer than {{max}} ms', ru: 'вычисляется дольше {{max}} мс' },
  expression_too_deep: { en: 'is nested too deeply', ru: 'слишком много вложенных вызовов' },
  expression_memory: { en: 'needs too much memory', ru: 'нужно слишком много памяти' },
  expression_result_too_large: {
    en: 'has a result of more than {{max}} characters',
    ru: 'результат больше {{max}} симв.',
  },
  expression_broken_off: { en: 'was broken off', ru: 'вычисление прервалось' },
  expression_gave_nothing: { en: 'gave nothing for this message', ru: 'из этого сообщения ничего не получилось' },
  expression_unreadable: {
    en: 'gave what cannot be read: {{reason}}',
    ru: 'результат не удалось прочитать: {{reason}}',
  },
  expression_no_object: {
    en: 'must give an object to be sent as form fields',
    ru: 'для формы результат должен быть набором полей',
  },
  expression_form_field: {
    en: 'must give a text, a number or true/false for the form field {{name}}',
    ru: 'поле формы {{name}} — это текст, число или «да»/«нет»',
  },

  // Texts (Liquid)
  template_unknown_variable: { en: 'unknown variable {{name}}', ru: 'нет такой переменной — {{name}}' },
  template_unknown_filter: { en: 'unknown filter {{name}}', ru: 'нет такого фильтра — {{name}}' },
  template_unknown_tag: { en: 'unknown tag {{name}}', ru: 'нет такой команды — {{name}}' },
  template_not_closed: { en: '{{name}} is not closed', ru: 'не закрыто: {{name}}' },
  template_syntax: { en: 'cannot be read: {{reason}}', ru: 'синтаксическая ошибка ({{reason}})' },
  template_too_much: { en: 'takes too much to be made', ru: 'слишком много вычислений' },
  template_too_long: { en: 'becomes longer than {{max}} characters', ru: 'получается длиннее {{max}} симв.' },
  template_failed: { en: 'failed: {{reason}}', ru: 'ошибка вычисления ({{reason}})' },

  // Attempts
  no_answer: { en: 'no answer within {{seconds}} s', ru: 'нет ответа за {{seconds}} с' },
  no_connection: { en: 'no connection within {{seconds}} s', ru: 'не удалось соединиться за {{seconds}} с' },
  unreachable: { en: 'no connection: {{reason}}', ru: 'нет связи ({{reason}})' },
  interrupted: {
    en: 'interrupted: the sender ended before it could record the outcome',
    ru: 'сервис остановился во время отправки, итог неизвестен',
  },
  not_recorded: { en: 'the outcome could not be recorded: {{reason}}', ru: 'итог не удалось записать: {{reason}}' },
  endpoint_gone: { en: 'the endpoint is gone', ru: 'получатель удалён' },
  address_unknown: { en: 'the address is not known yet', ru: 'адрес ещё не указан' },
  expressions_busy: {
    en: 'too many expressions wait to be evaluated',
    ru: 'слишком много выражений в обработке',
  },
  not_sent: { en: 'not sent: {{reason}}', ru: 'не отправлено: {{reason}}' },

  recipient_blocked: { en: 'its reader was blocked', ru: 'получатель заблокирован' },
  recipient_address_changed: { en: 'its reader has another address now', ru: 'у получателя теперь другой адрес' },
  recipient_region_lost: {
    en: 'its reader no longer sees the region that it tells of',
    ru: 'получатель больше не видит регион, о котором письмо',
  },
  no_order_to_tell: {
    en: 'PARTS SOFT’s shape tells of orders alone, and there is none',
    ru: 'в формате PARTS SOFT сообщается только о заказах, а заказа нет',
  },
  text_removed: { en: 'its text was removed by age', ru: 'текст удалён по сроку хранения' },

  // Checks of a connection
  filled_in: { en: 'everything is filled in', ru: 'всё заполнено' },
  not_filled_in: { en: 'missing: {{fields}}', ru: 'не заполнено: {{fields}}' },
  not_decrypted: {
    en: '{{fields}} cannot be opened: give it again, or set the old SECRET_KEY',
    ru: 'не удалось расшифровать: {{fields}}. Введите заново или верните прежний SECRET_KEY',
  },
  address_awaited: {
    en: 'apiUrl is not known yet: orders are received, notifications wait for it',
    ru: 'адрес API ещё не указан: заказы принимаются, уведомления ждут',
  },
  address_missing: {
    en: 'apiUrl is not known yet: there is nothing to ask',
    ru: 'адрес API не указан: проверять нечего',
  },
  host_found: { en: '{{host}} is {{address}}', ru: '{{host}} — {{address}}' },
  host_not_found: { en: '{{host}} cannot be resolved ({{reason}})', ru: 'сервер {{host}} не найден ({{reason}})' },
  host_private: {
    en: '{{host}} is a private or local address',
    ru: '{{host}} — адрес внутренней сети, отправлять на него запрещено',
  },
  answered: { en: 'GettZap answered {{status}}', ru: 'ответ {{status}}' },
  sign_in_right: { en: 'login, password and API key are right', ru: 'логин, пароль и API ключ верны' },
  sign_in_wrong: { en: 'login, password or API key are wrong', ru: 'логин, пароль или API ключ неверны' },
  other_side_answered: { en: 'answered {{status}}', ru: 'ответ {{status}}' },
  answer_no_json: {
    en: 'answered {{status}} without JSON: it is not the API that answers',
    ru: 'ответ {{status}} без JSON: отвечает не API',
  },
  sign_in_refused: { en: 'sign-in refused: {{reason}}', ru: 'вход отклонён: {{reason}}' },
  call_refused: { en: 'refused: {{reason}}', ru: 'отказ: {{reason}}' },
  statuses_found: {
    en: 'login and password are right, statuses found: {{count}}',
    ru: 'логин и пароль верны, статусов найдено: {{count}}',
  },
  answer_foreign: {
    en: 'answered {{status}} with something else than was asked for',
    ru: 'ответ {{status}}, но не о том, что спрашивали',
  },
  positions_unread: {
    en: 'positions of orders {{orders}} cannot be read',
    ru: 'не прочитаны позиции заказов {{orders}}',
  },
  other_order_there: {
    en: 'another order, {{number}}, has its number there',
    ru: 'под этим номером там уже есть другой заказ — {{number}}',
  },
  exchange_deleted: {
    en: 'the exchange was deleted before the order was confirmed',
    ru: 'обмен удалён раньше, чем заказ был подтверждён',
  },
  region_taken: {
    en: 'the region of the order was taken from the exchange before the order was confirmed',
    ru: 'регион заказа исключён из обмена раньше, чем заказ был подтверждён',
  },
  other_side_said: { en: '{{status}}: {{said}}', ru: '{{status}}: {{said}}' },
  basket_read: {
    en: 'the key is right, lines in its basket: {{count}}',
    ru: 'ключ верен, строк в его корзине: {{count}}',
  },
  no_offer: {
    en: 'no offer of the same brand and number that has enough: {{positions}}',
    ru: 'нет предложения того же бренда и артикула в нужном количестве: {{positions}}',
  },
  offers_too_dear: {
    en: 'all offers are above the price that is allowed: {{positions}}',
    ru: 'все предложения дороже разрешённого: {{positions}}',
  },
  change_untold: {
    en: 'it is there in other pieces, and cannot be changed by its API: change it there, then hand it over once more: {{positions}}',
    ru: 'там другое количество, а менять его API не умеет. Измените в PARTS SOFT сами, затем нажмите «Передать ещё раз»: {{positions}}',
  },
  basket_other: {
    en: 'its basket holds other lines: somebody else uses the same key',
    ru: 'в корзине чужие строки: этим же ключом пользуется кто-то ещё',
  },
  ordered_in_part: {
    en: 'ordered in part, these were not: {{positions}}',
    ru: 'заказано не всё, остались: {{positions}}',
  },
  ordered_unseen: {
    en: 'it says that it is ordered, and shows no such items: look there before handing it over once more: {{positions}}',
    ru: 'ответ — заказано, но таких позиций там не видно. Проверьте в PARTS SOFT, прежде чем передавать ещё раз: {{positions}}',
  },
  items_not_found: {
    en: 'none of the items was found by its comment, orders: {{orders}}',
    ru: 'по комментарию не найдено ни одной позиции, заказы: {{orders}}',
  },
  items_unread: { en: 'items cannot be read, orders: {{orders}}', ru: 'позиции не читаются, заказы: {{orders}}' },
  // Files of price lists
  below_minimum: { en: 'must not be below the minimum, {{min}}', ru: 'не меньше нижней границы: {{min}}' },
  column_twice: { en: 'is the column of {{other}} already', ru: 'этот столбец уже выбран для другого поля: {{other}}' },
  file_missing: { en: 'no file came with the form', ru: 'в форме нет файла' },
  file_too_large: { en: 'the file is larger than {{max}} MB', ru: 'файл больше {{max}} МБ' },
  file_empty: { en: 'the file is empty', ru: 'файл пуст' },
  file_is_xls: {
    en: 'this is an Excel 97–2003 workbook: save it as .xlsx',
    ru: 'это книга Excel 97–2003 (.xls): сохраните её как .xlsx',
  },
  file_is_other_workbook: {
    en: 'this is a workbook in the form .ods or .xlsb: save it as .xlsx',
    ru: 'это таблица в формате .ods или .xlsb: сохраните её как .xlsx',
  },
  file_unknown: {
    en: 'the file is neither CSV nor XLSX nor a ZIP archive of one',
    ru: 'это не CSV, не XLSX и не ZIP-архив с таким файлом',
  },
  file_is_page: {
    en: 'this is a web page, not a price list',
    ru: 'это веб-страница, а не прайс-лист',
  },
  file_broken: { en: 'the file cannot be read: {{reason}}', ru: 'файл повреждён: {{reason}}' },
  archive_without_list: {
    en: 'the archive has no CSV and no XLSX file',
    ru: 'в архиве нет файла CSV или XLSX',
  },
  archive_with_several: {
    en: 'the archive has several files: leave one in it',
    ru: 'в архиве несколько файлов: оставьте один',
  },
  file_expands: {
    en: 'unpacked it is larger than {{max}} MB',
    ru: 'в распакованном виде он больше {{max}} МБ',
  },
  list_too_long: { en: 'it has more than {{max}} lines', ru: 'в нём больше {{max}} строк' },
  too_many_texts: {
    en: 'the workbook has more texts than can be held: save it as CSV',
    ru: 'в книге слишком много текстов: сохраните её как CSV',
  },
  no_rows: {
    en: 'none of its lines could be taken: check the columns and the first row',
    ru: 'не подошла ни одна строка: проверьте столбцы и первую строку',
  },
  reading_crashed: {
    en: 'reading it needed more than the service gives, or failed badly',
    ru: 'чтение потребовало слишком много памяти или сорвалось',
  },
  reading_too_long: {
    en: 'reading it took more than {{minutes}} minutes',
    ru: 'чтение файла заняло больше {{minutes}} мин.',
  },
  reading_silent: { en: 'reading it got stuck', ru: 'чтение файла зависло' },
  import_interrupted: {
    en: 'the service was stopped while it was read: load it once more',
    ru: 'сервис остановили во время загрузки: загрузите файл ещё раз',
  },
  import_failed: { en: 'the service failed to write it', ru: 'сервис не смог записать прайс-лист' },
  fetch_status: { en: 'the address answered {{status}}', ru: 'адрес ответил кодом {{status}}' },
  fetch_broken: { en: 'the download broke off: {{reason}}', ru: 'загрузка оборвалась: {{reason}}' },
  fetch_redirects: { en: 'the address leads on too often', ru: 'слишком много перенаправлений' },
  no_article: { en: 'there is no article', ru: 'нет артикула' },
  article_too_long: { en: 'the article is too long', ru: 'артикул слишком длинный' },
  no_brand: { en: 'there is no brand', ru: 'нет бренда' },
  brand_too_long: { en: 'the brand is too long', ru: 'название бренда слишком длинное' },
  price_unreadable: { en: 'the price cannot be read', ru: 'цена не читается' },
  price_not_positive: { en: 'the price is not above zero', ru: 'цена не больше нуля' },
  price_too_large: { en: 'the price is too large', ru: 'цена слишком большая' },
  quantity_unreadable: { en: 'the quantity cannot be read', ru: 'количество не читается' },
  multiplicity_unreadable: { en: 'the multiplicity cannot be read', ru: 'кратность не читается' },
  quote_unclosed: { en: 'a quote is not closed', ru: 'не закрыта кавычка' },
  line_too_long: { en: 'the line is too long', ru: 'строка слишком длинная' },
  too_few_columns: { en: 'it has too few columns', ru: 'не хватает столбцов' },

  not_handed_over: { en: 'not handed over: {{reason}}', ru: 'не передан: {{reason}}' },
  given_up: { en: 'given up after several attempts', ru: 'не удалось передать за несколько попыток' },
  sending_cancelled: { en: 'sending was cancelled', ru: 'отправка отменена' },
  answer_unexpected: { en: 'expected 200, got {{status}}', ru: 'ожидался ответ 200, пришёл {{status}}' },
} as const satisfies Record<string, Record<'en' | 'ru', string>>;

export type ErrorCode = keyof typeof ERROR_TEXTS;
export type ErrorParams = Record<string, string | number>;

type NamesIn<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | NamesIn<Rest> : never;
/** The parameters of a code, if it has any. */
type ParamsOf<Code extends ErrorCode> = [NamesIn<(typeof ERROR_TEXTS)[Code]['en']>] extends [never]
  ? []
  : [params: Record<NamesIn<(typeof ERROR_TEXTS)[Code]['en']>, string | number>];

/** What is wrong, for programs by `code` and `params`, for people as an English text. */
export interface ErrorDetail {
  code: string;
  params: ErrorParams;
  message: string;
}

/** Characters of a parameter, which may quote somebody else at any length: a library, an expression, a text. */
const MAX_PARAM = 300;

/** What is stored of it. */
export type StoredError = Omit<ErrorDetail, 'message'>;

/** What of it is written down. */
export function storedError({ code, params }: StoredError): StoredError {
  return { code, params };
}

export function errorDetail<Code extends ErrorCode>(code: Code, ...[params]: ParamsOf<Code>): ErrorDetail {
  return detailOf({ code, params: params ?? {} });
}

export function detailOf({ code, params: given }: StoredError): ErrorDetail {
  const params = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, MAX_PARAM) : value]),
  );
  return { code, params, message: errorText(code, params, 'en') ?? code };
}

/**
 * What a code says in a language; parameters that are not given stay as they are named.
 * @returns undefined for a code of a later version
 */
export function errorText(code: string, params: ErrorParams, language: 'en' | 'ru'): string | undefined {
  const texts: Record<string, Record<'en' | 'ru', string> | undefined> = ERROR_TEXTS;
  return texts[code]?.[language].replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) =>
    String(params[name] ?? placeholder),
  );
}
