import { buffer } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { priceFile, type RowsWanted } from '../../../sandbox/price-files.js';
import { hold } from '../support/hold.js';
import type { Panel } from '../support/panel.js';

const ROWS = 600;

const fileOf = async (name: string, change: Partial<RowsWanted> = {}) => ({
  name,
  mimeType: 'text/csv',
  buffer: await buffer(priceFile({ rows: ROWS, ...change })),
});

/** What stands beside a name among the facts of a page. */
const factOf = (page: Page, name: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd');

export const loading = (panel: Panel) =>
  describe('a price list', () => {
    it('takes a file that was refused once more when it has been corrected', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      visit.allow(/status of 422 .*\/api\/price-lists\/preview/);
      await visit.goto('/price-lists/new');
      const input = page.locator('input[type=file]');
      await input.setInputFiles({ name: 'пустой.csv', mimeType: 'text/csv', buffer: Buffer.from('') });
      await page.getByRole('alert').waitFor();
      // Chosen by a person, the same name is a change only where none was chosen before.
      const isAsked = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Выбрать файл' }).click();
      await isAsked;
      expect(await input.inputValue()).toBe('');
    });

    it('is not made of a file that was put away again', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/price-lists/new');
      await page.locator('input[type=file]').setInputFiles(await fileOf('не тот.csv'));
      await page.getByText('не тот.csv').waitFor();
      await page.getByRole('button', { name: 'Другой файл' }).click();
      await page.getByRole('button', { name: 'Создать', exact: true }).waitFor();
      expect(await page.getByRole('button', { name: 'Создать и загрузить файл' }).count()).toBe(0);
      await visit.settles();
    });

    it('leads to a file that was sent only who waited for it', async () => {
      const [region] = (await panel.api.get('/regions')).body.data;
      const columns = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };
      const { body } = await panel.api.post('/price-lists', { name: 'Юг', regionId: region.id, columns });
      const visit = await panel.signIn();
      const { page } = visit;
      const goOn = await hold(page, '**/api/price-lists/*/imports', 'POST');
      await visit.goto(`/price-lists/${body.id}`);
      await page.getByRole('button', { name: 'Загрузить новый файл' }).waitFor();
      const begun = page.waitForRequest((request) => request.method() === 'POST' && /imports$/.test(request.url()));
      await page.locator('input[type=file]').setInputFiles(await fileOf('юг.csv'));
      await begun;
      await page.getByRole('navigation').getByRole('link', { name: 'Дашборд' }).click();
      await page.getByRole('heading', { name: 'Дашборд' }).waitFor();
      goOn();
      await visit.settles();
      expect(new URL(page.url()).pathname).toBe('/');
      await panel.api.delete(`/price-lists/${body.id}`);
    });

    it('takes a share with the comma that it is written with', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/price-lists/new?topic=guard');
      const median = page.getByRole('textbox', { name: 'Медиана цен изменилась больше чем на' });
      await median.fill('');
      await median.pressSequentially('2,5');
      expect(await median.inputValue()).toBe('2,5 %');
      await page.getByRole('button', { name: /^Защита от ошибок/ }).click();
      await page.getByText('медиана 2,5 %').waitFor();
      await visit.settles();
    });

    it('is made of a file whose columns are seen; a file ten times as dear waits until a manager publishes it', async () => {
      const admin = await panel.signIn();
      const { page } = admin;
      await admin.goto('/price-lists');
      await admin.sees('Прайс-листов пока нет');
      await page.getByRole('link', { name: 'Добавить прайс-лист' }).click();
      await page.locator('input[type=file]').setInputFiles(await fileOf('север.csv'));
      const chosen = (column: number) => page.getByRole('combobox', { name: `Столбец ${column}`, exact: true });
      await chosen(1).waitFor();
      const words = await Promise.all([1, 2, 3, 4, 5, 6].map((column) => chosen(column).inputValue()));
      expect(words).toEqual(['brand', 'article', 'name', 'quantity', 'price', 'multiplicity']);
      const begin = page.getByRole('button', { name: 'Предложения начинаются со строки 5' });
      expect(await begin.getAttribute('aria-pressed')).toBe('true');
      expect(await admin.axe()).toEqual([]);

      await chosen(5).selectOption('не нужен');
      await page.getByRole('textbox', { name: 'Название' }).fill('Север');
      await page.getByRole('button', { name: 'Создать и загрузить файл' }).click();
      await page.getByRole('alert').getByText('Укажите, в каком столбце: Цена.').waitFor();
      await chosen(5).selectOption('Цена');
      await page.getByRole('button', { name: 'Создать и загрузить файл' }).click();

      await admin.sees('Этот файл действует');
      const taken = Number((await factOf(page, 'Принято').innerText()).replace(/\s/g, ''));
      expect(taken).toBeGreaterThan(ROWS * 0.97);
      await page
        .getByText('Цена не читается')
        .or(page.getByText('Нет артикула'))
        .or(page.getByText('Нет бренда'))
        .first()
        .waitFor();
      await page.getByText(`Итого позиций: ${ROWS}`).waitFor();
      await admin.settles();
      expect(await admin.axe()).toEqual([]);

      const maria = await panel.signIn(await panel.addPerson('maria', ['manager']));
      const desk = maria.page;
      await maria.goto('/price-lists');
      await desk.getByRole('link', { name: 'Север' }).click();
      await desk.getByRole('button', { name: 'Загрузить новый файл' }).waitFor();
      await desk.locator('input[type=file]').setInputFiles(await fileOf('север-завтра.csv', { priceFactor: 10 }));
      await maria.sees('Новый файл сильно отличается от прежнего');
      await desk.getByText(/^Медиана цен была [\d\s,]+₽, стала [\d\s,]+₽:$/).waitFor();
      await desk.getByText(/разница 900\s%, допустимо не больше 10\s%/).waitFor();
      await maria.settles();
      expect(await maria.axe()).toEqual([]);
      await desk.getByRole('button', { name: 'Опубликовать' }).click();
      await desk.getByRole('dialog').getByRole('button', { name: 'Опубликовать' }).click();
      await maria.sees('Этот файл действует');

      await desk.getByRole('link', { name: 'Север' }).click();
      const rows = desk.getByRole('table', { name: 'История загрузок' }).getByRole('row');
      await rows.filter({ hasText: 'север-завтра.csv' }).filter({ hasText: 'Действует' }).waitFor();
      await rows.filter({ hasText: 'север.csv' }).filter({ hasText: 'Заменён' }).waitFor();
      await desk.getByRole('tab', { name: 'Настройки' }).click();
      await maria.sees('Настройки меняет администратор.');
      await maria.settles();
    });
  });
