import { defineTexts } from '../../i18n/texts';

export const { useTexts } = defineTexts('exchange-wizard', {
  ru: {
    title: 'Подключение учётной системы',
    name: 'Название',
    access: 'Вход для 1С',
    api: 'Доступ',
    check: 'Проверка',
    checkout: 'Оформление',
    statuses: 'Статусы',
    orders: 'Заказы',
    refusals: 'Отказы',
    start: 'Включение',
    kind: 'Что подключить',
    kindHint: {
      one_c: '1С сама забирает заказы обменом с сайтом и возвращает статусы',
      abcp: 'Заказы передаются в ABCP по API, статусы позиций спрашиваются раз в минуту',
      parts_soft:
        'Заказы оформляются в PARTS SOFT от имени клиента по его ключу API, статусы спрашиваются раз в несколько минут',
    },
    nameHint: 'Как обмен называется в панели. Если обменов несколько, назовите каждый по-своему.',
    namePlaceholder: { one_c: '1С: Управление торговлей', abcp: 'ABCP магазина', parts_soft: 'PARTS SOFT магазина' },
    create: 'Создать и продолжить',
    inOneC: 'Что сделать в 1С',
    step1:
      'Откройте «Обмен с сайтами» (бывает, «Узлы обмена с сайтами»): в УТ — в «НСИ и администрирование» или «Администрирование → Обмен данными», в УНФ — «CRM → Интернет-магазин». Создайте настройку обмена.',
    step2: 'Включите загрузку заказов. Выгружать товары не нужно.',
    step3:
      'Впишите адрес, логин и пароль, которые показаны выше. Если 1С спрашивает вид сайта, выберите 1С-Битрикс и впишите адрес для него.',
    step4: 'Нажмите «Проверить соединение».',
    step5: 'Задайте расписание, например раз в 10 минут.',
    notYet: '1С пока не обращалась. Когда вы нажмёте в ней «Проверить соединение», это появится здесь.',
    came: '1С вошла: {{time}}',
    refused: '1С обратилась в {{time}}, но логин или пароль не подошли.',
    ordersHint: {
      one_c: 'Какие принятые заказы попадают в 1С и когда.',
      abcp: 'Какие принятые заказы попадают в ABCP и когда, и что становится с позициями, которых там стало меньше.',
      parts_soft:
        'Какие принятые заказы попадают в PARTS SOFT и когда, и что становится с позициями, которых там стало меньше.',
    },
    statusesHint:
      'Что значат статусы учётной системы у нас. Одноимённые совпадут сами; остальные можно назначить и потом: пока соответствия нет, позиция с таким статусом не меняется.',
    refusalsHint:
      'Если в 1С из заказа уберут позицию или уменьшат количество, здесь появится предложение об отказе. Выберите, какой статус получит то, в чём отказано.',
    startHint: {
      one_c: 'Проверьте и включите обмен. 1С заберёт заказы, когда обратится в следующий раз.',
      abcp: 'Проверьте и включите обмен. Принятые заказы уйдут в ABCP сразу.',
      parts_soft: 'Проверьте и включите обмен. Принятые заказы сразу оформятся в PARTS SOFT.',
    },
    missing: {
      one_c: 'Включить обмен пока нельзя: заполнены не все настройки.',
      abcp: 'Включить обмен пока нельзя: не указан адрес API, логин или пароль.',
      parts_soft: 'Включить обмен пока нельзя: не указан адрес сайта или ключ API.',
    },
    toApi: 'Указать',
    turnOn: 'Включить обмен',
    turnedOn: 'Обмен включён',
  },
  en: {
    title: 'Connecting a shop system',
    name: 'Name',
    access: 'Sign-in for 1C',
    api: 'Access',
    check: 'Check',
    checkout: 'Making orders',
    statuses: 'Statuses',
    orders: 'Orders',
    refusals: 'Refusals',
    start: 'Switching on',
    kind: 'What to connect',
    kindHint: {
      one_c: '1C fetches orders by its exchange with the site and brings statuses back',
      abcp: 'Orders are handed over to ABCP by its API, which is asked for statuses of positions every minute',
      parts_soft:
        'Orders are made in PARTS SOFT as one of its customers, by that customer’s API key, which is asked for statuses now and then',
    },
    nameHint: 'What the exchange is called in the panel. If there are several, give each its own name.',
    namePlaceholder: { one_c: '1C: Trade Management', abcp: 'The shop’s ABCP', parts_soft: 'The shop’s PARTS SOFT' },
    create: 'Create and continue',
    inOneC: 'What to do in 1C',
    step1:
      'Open “Обмен с сайтами” (or “Узлы обмена с сайтами”): in УТ in “НСИ и администрирование” or “Администрирование → Обмен данными”, in УНФ “CRM → Интернет-магазин”. Create an exchange there.',
    step2: 'Turn on the download of orders. Goods need not be uploaded.',
    step3:
      'Enter the address, login and password shown above. If 1C asks for the kind of site, choose 1С-Битрикс and enter the address for it.',
    step4: 'Press “Проверить соединение” (check the connection).',
    step5: 'Set a schedule, for instance every 10 minutes.',
    notYet: '1C has not come yet. Once you check the connection there, it shows here.',
    came: '1C signed in: {{time}}',
    refused: '1C came at {{time}}, but login or password were wrong.',
    ordersHint: {
      one_c: 'Which accepted orders go to 1C, and when.',
      abcp: 'Which accepted orders go to ABCP, and when, and what becomes of positions that are fewer there.',
      parts_soft:
        'Which accepted orders go to PARTS SOFT, and when, and what becomes of positions that are fewer there.',
    },
    statusesHint:
      'What statuses of the shop system mean here. Those of the same name need nothing; the others can be assigned later, too: until then an item with such a status does not change.',
    refusalsHint:
      'When a position is removed from an order in 1C, or made smaller, a proposal to refuse it appears here. Choose which status refused pieces get.',
    startHint: {
      one_c: 'Check and switch the exchange on. 1C takes the orders when it comes next.',
      abcp: 'Check and switch the exchange on. Accepted orders go to ABCP at once.',
      parts_soft: 'Check and switch the exchange on. Accepted orders are made in PARTS SOFT at once.',
    },
    missing: {
      one_c: 'The exchange cannot be switched on yet: not all settings are filled in.',
      abcp: 'The exchange cannot be switched on yet: API address, login or password is missing.',
      parts_soft: 'The exchange cannot be switched on yet: the address of the site or the API key is missing.',
    },
    toApi: 'Enter it',
    turnOn: 'Switch the exchange on',
    turnedOn: 'The exchange is on',
  },
});
