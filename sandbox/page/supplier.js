import { call } from './api.js';
import { showCalls, showMischief, watchCalls, watchedState, watchMischief } from './called.js';
import { ask, note } from './dialogs.js';
import { byId, h, setText } from './dom.js';
import {
  ENCODINGS,
  FORMATS,
  MISCHIEFS,
  mischiefInWords,
  outcomeOf,
  SEPARATORS,
  situationInWords,
} from './supplier-words.js';

const watched = watchedState('supplier', { begin: fillList, show });
export const refreshSupplier = watched.refresh;

function fillList() {
  const { path, list } = watched.state;
  const { elements } = byId('supplier-list');
  elements.address.value = `${location.origin}${path}`;
  elements.rows.value = list.rows;
  for (const name of ['format', 'encoding', 'separator']) elements[name].value = list[name];
  elements.isZipped.checked = list.isZipped;
  showTextFields();
}

/** A workbook has neither an encoding nor separators to choose. */
function showTextFields() {
  const { format, encoding, separator } = byId('supplier-list').elements;
  for (const field of [encoding, separator]) field.disabled = format.value !== 'csv';
}

function show(state, unfolded) {
  const { fileName, calls, misbehaviour } = state;
  setText(byId('supplier-now'), situationInWords(state));
  const file = byId('supplier-file');
  file.setAttribute('href', state.path);
  file.setAttribute('download', fileName);
  setText(file, `Скачать ${fileName}`);
  showCalls(byId('supplier-calls'), calls, unfolded, { outcomeOf });
  showMischief('supplier', 'Поставщик', mischiefInWords(misbehaviour));
}

/** Does something at the supplier and shows what came of it; the answers are its state, not GettZap's orders. */
async function doing(work) {
  await work();
  await refreshSupplier();
  return {};
}

/** @param act runs an action and says how it ended, see app.js */
export function supplierActions(act) {
  const run = (source, work, done) => act(source, () => doing(work), done);
  return {
    'supplier-next-day': (source) =>
      run(source, () => call('POST', '/api/supplier/next-day'), 'В прайс-листе другие цены и остатки'),
    'supplier-behave': (source) =>
      run(
        source,
        () => call('PUT', '/api/supplier/misbehaviour', { kind: 'none' }),
        'Поставщик снова работает нормально',
      ),
    'supplier-reset': async (source) => {
      const words = note('Прайс-лист станет прежним: 5 000 строк, CSV. Магазин свой прайс-лист не потеряет.');
      if (!(await ask('Вернуть всё как было?', [words], 'Вернуть', 'danger-main'))) return;
      await run(source, () => call('POST', '/api/supplier/reset'), 'Всё как было');
      fillList();
    },
  };
}

/** @param act see supplierActions */
export function watchSupplier(act) {
  const run = (source, work, done) => act(source, () => doing(work), done);
  watchMischief('supplier', { MISCHIEFS }, (source, body) =>
    run(source, () => call('PUT', '/api/supplier/misbehaviour', body), 'Неполадка включена'),
  );
  const form = byId('supplier-list');
  for (const [name, choices] of Object.entries({ format: FORMATS, encoding: ENCODINGS, separator: SEPARATORS }))
    form.elements[name].append(...choices.map(([value, words]) => h('option', { value }, words)));
  form.elements.format.addEventListener('change', showTextFields);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { rows, format, encoding, separator, isZipped } = form.elements;
    const list = {
      rows: Number(rows.value),
      format: format.value,
      encoding: encoding.value,
      separator: separator.value,
      isZipped: isZipped.checked,
    };
    run(event.submitter, () => call('PUT', '/api/supplier/list', list), 'Прайс-лист готов').then(fillList);
  });
  watchCalls(byId('supplier-calls'), watched.unfolded, refreshSupplier);
}
