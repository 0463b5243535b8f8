import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.js';
import type { Panel } from '../support/panel.js';

/** How many there are, and how it is said. */
const CONNECTIONS = [
  { count: 1, ru: '1 подключение', en: '1 connection' },
  { count: 2, ru: '2 подключения', en: '2 connections' },
  { count: 5, ru: '5 подключений', en: '5 connections' },
  { count: 21, ru: '21 подключение', en: '21 connections' },
];
const WAITING = [
  { count: 1, ru: '1 ждёт решения', en: '1 awaiting decision' },
  { count: 2, ru: '2 ждут решения', en: '2 awaiting decision' },
  { count: 5, ru: '5 ждут решения', en: '5 awaiting decision' },
];

const speak = (page: Page, language: 'RU' | 'EN') =>
  page.getByRole('banner').getByText(language, { exact: true }).click();

export const languages = (panel: Panel) =>
  describe('two languages', () => {
    it('counts as each language does', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto('/marketplaces');
      for (const [index, { count, ru, en }] of CONNECTIONS.entries()) {
        for (let made = CONNECTIONS[index - 1]?.count ?? 1; made < count; made += 1) {
          await panel.api.post('/marketplace-connections', { marketplace: 'gettzap' });
        }
        await page.reload();
        await page.getByText(ru, { exact: true }).waitFor();
        await speak(page, 'EN');
        await page.getByText(en, { exact: true }).waitFor();
        await speak(page, 'RU');
      }
      for (const [index, { count, ru, en }] of WAITING.entries()) {
        for (let made = WAITING[index - 1]?.count ?? 0; made < count; made += 1) await panel.sandboxOrder();
        await page.getByLabel(ru, { exact: true }).waitFor();
        await speak(page, 'EN');
        await page.getByLabel(en, { exact: true }).waitFor();
        await speak(page, 'RU');
      }
    });

    it('stays in the chosen language, on the page and in its title', async () => {
      const visit = await panel.signIn();
      const { page } = visit;
      await visit.goto(`/marketplaces/${panel.connectionId}?topic=decisions`);
      await page.getByLabel('Уведомление о принятом заказе').waitFor();
      await speak(page, 'EN');
      await page.getByRole('button', { name: /^When the client refuses/ }).click();
      await page.getByRole('combobox', { name: 'Status to set when the GettZap client refused the order' }).waitFor();
      expect(await page.getAttribute('html', 'lang')).toBe('en');
      await page.reload();
      await page.getByLabel('Notification of an accepted order').waitFor();
      await visit.goto('/marketplaces');
      await page.getByRole('heading', { level: 1, name: 'Marketplaces' }).waitFor();
      await eventually(async () => expect(await page.title()).toContain('Marketplaces · partsdesk'));
      const russian = page.getByRole('main').getByText(/[а-яё]{3}/i);
      await eventually(async () =>
        expect(await russian.allTextContents()).toEqual([expect.stringContaining('Основной')]),
      );
    });
  });
