import { defineTexts } from '../i18n/texts';

export const { useTexts, text } = defineTexts('bell', {
  ru: {
    title: 'Сообщения',
    readAll: 'Прочитать все',
    newOrders: 'Новых заказов: {{count}}',
    action: 'Требуют действий: {{count}}',
    part: { action: 'Требуют действий', news: 'Новости' },
    empty: {
      action:
        'Всё сделано. Здесь появится то, что без вас не решится: отмены, изменения, недоставленное, обращения коллег.',
      news: 'Новостей пока нет. Здесь появятся переходы в статусы и перебои связи.',
    },
    more: 'Показать ещё',
    notices: 'Уведомления браузера',
    noticesState: {
      on: 'Включены в этом браузере.',
      off: 'Выключены в этом браузере.',
      blocked: 'Запрещены в браузере: разрешите уведомления для этого сайта (значок слева от адреса).',
      insecure: 'Браузер показывает их только на сайтах с https.',
      unsupported: 'Этот браузер их не показывает.',
    },
    noticesOn: 'Включить',
    noticesOff: 'Выключить',
    sample: 'Уведомления включены',
    sampleBody: 'Так панель сообщит о новом заказе, когда она не перед глазами.',
  },
  en: {
    title: 'Messages',
    readAll: 'Mark all as read',
    newOrders: 'New orders: {{count}}',
    action: 'Need action: {{count}}',
    part: { action: 'Needs action', news: 'News' },
    empty: {
      action:
        'All done. What cannot be settled without you will appear here: cancellations, changes, what was not delivered, notes to you.',
      news: 'No news yet. Moves to statuses and interruptions of the connection will appear here.',
    },
    more: 'Show more',
    notices: 'Browser notifications',
    noticesState: {
      on: 'On in this browser.',
      off: 'Off in this browser.',
      blocked: 'Blocked by the browser: allow notifications for this site (the icon left of the address).',
      insecure: 'The browser shows them only on https sites.',
      unsupported: 'This browser does not show them.',
    },
    noticesOn: 'Turn on',
    noticesOff: 'Turn off',
    sample: 'Notifications are on',
    sampleBody: 'This is how the panel tells of a new order while it is not in front of you.',
  },
});
