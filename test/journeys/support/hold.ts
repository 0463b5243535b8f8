import type { Page } from 'playwright-core';

/**
 * Keeps requests of the page from the service, as a slow network does.
 * @param method of these alone
 * @returns what lets them go
 */
export async function hold(page: Page, url: Parameters<Page['route']>[0], method?: string): Promise<() => void> {
  let goOn!: () => void;
  const mayGo = new Promise<void>((resolve) => (goOn = resolve));
  await page.route(url, async (route, request) => {
    if (method === undefined || request.method() === method) await mayGo;
    await route.fallback();
  });
  return goOn;
}
