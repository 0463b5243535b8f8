import { byId, h } from './dom.js';

/**
 * Asks in the page's one dialog.
 * @param content what stands between the title and the buttons
 * @returns the form's elements, or null when it was closed without agreeing
 */
export function ask(title, content, agree, tone = 'main') {
  const dialog = byId('dialog');
  const form = byId('dialog-form');
  form.replaceChildren(
    h('h2', { class: 'wide', id: 'dialog-title' }, title),
    ...content,
    h(
      'div',
      { class: 'buttons wide dialog-end' },
      h('button', { class: tone, value: 'yes' }, agree),
      h('button', { value: '', formnovalidate: true }, 'Закрыть'),
    ),
  );
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    const close = () => resolve(dialog.returnValue === 'yes' ? form.elements : null);
    dialog.addEventListener('close', close, { once: true });
  });
}

export const field = (label, attributes, wide = true) =>
  h('label', { class: wide && 'wide' }, label, h('input', { autocomplete: 'off', ...attributes }));

export const check = (label, attributes) => h('label', { class: 'check wide' }, h('input', attributes), label);

export const note = (text) => h('p', { class: 'quiet wide' }, text);

export function choice(label, name, options, chosen) {
  const list = options.map(([value, text]) => h('option', { value, selected: value === chosen }, text));
  return h('label', { class: 'wide' }, label, h('select', { name }, list));
}

const FORMS = [
  ['json', 'JSON, по контракту'],
  ['form', 'Поля формы'],
  ['multipart', 'Поля multipart'],
  ['xml', 'XML'],
];

/** Asks for the settings; gives those to change, 'reset' to forget everything, or null. */
export async function askSettings(settings) {
  // No submit button: Enter in a field would press it, since it stands before «Сохранить».
  const forget = h('button', { type: 'button', class: 'plain danger' }, 'Забыть все заказы и запросы…');
  forget.addEventListener('click', () => byId('dialog').close('reset'));
  const kept = (has) => (has ? 'задан, пусто — оставить' : 'не задан');
  const elements = await ask(
    'Настройки песочницы',
    [
      field('Ссылка для отправки заказов, из подключения магазина', {
        name: 'orderLink',
        type: 'url',
        spellcheck: 'false',
        placeholder: settings.orderLink || 'https://магазин/gettzap/orders/…',
      }),
      note('Этими данными магазин должен представляться, когда сообщает о статусах. Пустое поле ничего не меняет.'),
      field('Логин', { name: 'login', spellcheck: 'false', placeholder: settings.login }),
      field(
        'Пароль',
        { name: 'password', type: 'password', autocomplete: 'new-password', placeholder: kept(settings.hasPassword) },
        false,
      ),
      field(
        'API-ключ',
        { name: 'apiKey', type: 'password', autocomplete: 'new-password', placeholder: kept(settings.hasApiKey) },
        false,
      ),
      choice('Как отправлять заказы', 'form', FORMS, settings.form),
      check('Сжимать gzip', { name: 'gzip', type: 'checkbox', checked: settings.gzip }),
      note('Форму и XML магазин превращает в заказ выражением адаптера; без него они ждут человека.'),
      check('Отвечать отказом на неизвестные заказы и неполные сообщения', {
        name: 'strict',
        type: 'checkbox',
        checked: settings.strict,
      }),
      h('div', { class: 'wide apart' }, forget),
    ],
    'Сохранить',
  );
  if (elements === null) return byId('dialog').returnValue === 'reset' ? 'reset' : null;
  const typed = ['orderLink', 'login', 'password', 'apiKey'].filter((name) => elements[name].value !== '');
  const { strict, form, gzip } = elements;
  const sent = { strict: strict.checked, form: form.value, gzip: gzip.checked };
  return { ...sent, ...Object.fromEntries(typed.map((name) => [name, elements[name].value])) };
}
