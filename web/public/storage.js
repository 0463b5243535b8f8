// Where the browser keeps nothing for the panel (all cookies blocked, no room left), what is chosen holds until the page is loaded anew.
(function () {
  for (const name of ['localStorage', 'sessionStorage']) {
    try {
      window[name].setItem('partsdesk-probe', '');
      window[name].removeItem('partsdesk-probe');
    } catch {
      const kept = new Map();
      const value = {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, text) => void kept.set(key, String(text)),
        removeItem: (key) => void kept.delete(key),
      };
      Object.defineProperty(window, name, { value });
    }
  }
})();
