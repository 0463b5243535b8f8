import { whyForbidden } from './import-directions.mjs';

describe('who may import whom', () => {
  it.each([
    ['src/orders/orders/order.entity.ts', 'src/platform/sql/like.ts'],
    ['src/orders/external-orders/deciding.ts', 'src/orders/orders/order.entity.ts'],
    ['src/orders/orders.module.ts', 'src/orders/external-orders/deciding.ts'],
    ['src/orders/orders/order.spec.ts', 'test/support/shop.ts'],
    ['src/app.module.ts', 'src/care/care.module.ts'],
    ['web/src/external-orders/page.ts', 'web/src/orders/words.ts'],
    ['web/src/i18n/texts.ts', 'src/platform/http/problem-text.ts'],
    ['web/src/i18n/texts.ts', 'web/src/api/schema.ts'],
    ['sandbox/server.ts', 'sandbox/orders.ts'],
    ['test/support/shop.ts', 'src/care/care.module.ts'],
  ])('%s may import %s', (file, imported) => {
    expect(whyForbidden(file, imported)).toBeUndefined();
  });

  it.each([
    ['src/orders/orders/order.entity.ts', 'src/marketplaces/connections/connection.ts', /where they came from/],
    ['src/orders/orders/order.entity.ts', 'src/orders/external-orders/deciding.ts', /in this order/],
    ['src/orders/orders/order.entity.ts', 'src/app.module.ts', /where they came from/],
    ['src/platform/sql/like.ts', 'sandbox/server.ts', /what tries it/],
    ['src/platform/sql/like.ts', 'test/support/shop.ts', /what tries it/],
    ['web/src/orders/words.ts', 'web/src/external-orders/page.ts', /in this order/],
    ['web/src/orders/words.ts', 'src/orders/orders/order.entity.ts', /only by its API/],
    ['web/src/orders/words.ts', 'sandbox/server.ts', /only by its API/],
    ['web/src/api/client.ts', 'web/src/orders/words.ts', /know no page/],
    ['sandbox/server.ts', 'src/orders/orders/order.entity.ts', /shares no code/],
  ])('%s may not import %s', (file, imported, why) => {
    expect(whyForbidden(file, imported)).toMatch(why);
  });
});
