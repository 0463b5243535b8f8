import { importsIn, inCircles } from './import-circles.js';

describe('files that import each other', () => {
  it('are found, and those that only lead there or come from there are not', () => {
    const imports = { top: ['a'], a: ['b'], b: ['c'], c: ['a', 'bottom'], bottom: [], itself: ['itself'] };
    const byFile = new Map(Object.entries(imports).map(([file, names]) => [file, new Set<string>(names)]));
    expect(inCircles(byFile)).toEqual(['a', 'b', 'c', 'itself']);
  });

  it('are nowhere, also by their types alone', () => {
    expect(inCircles(importsIn(['src', 'web/src', 'sandbox', 'test', 'bench']))).toEqual([]);
  });

  it('would be seen in the panel, in the service and in types', () => {
    const imports = importsIn(['src/outbox', 'web/src/orders']);
    expect(imports.get('src/outbox/circuit-breaker.ts')).toContain('src/outbox/outbox-message.entity.ts');
    expect(imports.get('web/src/orders/orders-page.tsx')).toContain('web/src/orders/status-tabs.tsx');
  });
});
