/** What the panel's texts ask of a browser, for tests without one. To be imported before them. */
Object.assign(globalThis, {
  localStorage: { getItem: () => null, setItem: () => undefined },
  document: { documentElement: { lang: '' } },
});
