import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

export const brands = (panel: Panel) =>
  describe('the directory of brands', () => {
    it('a brand is added, and a spelling that another one has is told at its field', async () => {
      const visit = await panel.signIn();
      visit.allow(/status of 422/);
      const { page } = visit;
      await visit.goto('/brands');
      await page.getByRole('button', { name: 'Добавить бренд' }).click();
      const form = page.getByRole('dialog', { name: 'Добавить бренд' });
      await form.getByRole('textbox', { name: 'Название' }).fill('Кумкват');
      const synonyms = form.getByLabel('Синонимы');
      await synonyms.fill('KUMQUAT,MANN,');
      await form.getByRole('button', { name: 'Сохранить' }).click();
      await form.getByText('«MANN»: Это написание уже есть у бренда «MANN-FILTER»').waitFor();
      expect(await visit.axe()).toEqual([]);
      await synonyms.press('Backspace');
      await form.getByRole('button', { name: 'Сохранить' }).click();
      await form.waitFor({ state: 'hidden' });
      await page.getByRole('textbox', { name: 'Поиск' }).fill('kum-quat');
      await page.getByRole('table', { name: 'Бренды' }).getByText('Кумкват').waitFor();
      await visit.sees('Найдено: 1');
      await visit.settles();
      expect(await visit.axe()).toEqual([]);
    });

    it('an unknown spelling is given to the brand that is alike by one press', async () => {
      const { body } = await panel.api.get('/brands?q=bosch');
      const [suggestion] = body.data.filter(({ name }: { name: string }) => name === 'BOSCH');
      const visit = await panel.signIn();
      const { page } = visit;
      // The job that finds them takes minutes.
      await page.route(/\/api\/brands\/unknown/, async (route) => {
        const { data } = (await panel.api.get('/brands?q=boshc')).body;
        const row = { name: 'BOSHC', seen: 12, lastSeenAt: new Date().toISOString(), suggestion };
        const rows = data.length > 0 ? [] : [row];
        await route.fulfill({ json: { data: rows, meta: { page: 1, perPage: 50, total: rows.length } } });
      });
      await visit.goto('/brands');
      await page.getByRole('tab', { name: /^Неизвестные\s*1$/ }).click();
      await page.getByRole('button', { name: 'Выбрать бренд для «BOSHC»' }).waitFor();
      expect(await visit.axe()).toEqual([]);
      await page.getByRole('button', { name: 'Это BOSCH' }).click();
      await visit.sees('«BOSHC» теперь синоним BOSCH');
      await visit.sees('Все бренды известны');
      const { data } = (await panel.api.get('/brands?q=boshc')).body;
      expect(data).toMatchObject([{ id: suggestion.id, version: suggestion.version + 1 }]);
      await visit.settles();
    });

    it('a file adds what it can, and says of each other line what is wrong with it', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/brands');
      const file = 'brand;synonyms\r\nПапайя;PAPAYA\r\nЛичи;KYB\r\n';
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'brands.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
      const result = page.getByRole('dialog', { name: 'Что загружено из файла' });
      await result.getByText('Добавлено: 1, дополнено: 0, без изменений: 0, отклонено: 1.').waitFor();
      const refused = result.getByRole('table', { name: 'Не загружено' }).getByRole('row').last();
      expect(await refused.getByRole('cell').allTextContents()).toEqual([
        '3',
        'Личи',
        '«KYB»: Это написание уже есть у бренда «KYB»',
      ]);
      expect(await visit.axe()).toEqual([]);
      await eventually(async () => expect((await panel.api.get('/brands?q=papaya')).body.data).toHaveLength(1));
    });
  });
