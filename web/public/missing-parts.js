// A part without which there is no page did not come: while replicas have different versions, one sends the page and another lacks its parts.
(function () {
  const TRIED = 'partsdesk-parts-tried';
  const FIRST_MS = 1_000;
  const LONGEST_MS = 30_000;
  // Who leaves is gone by then, or stays.
  const LEFT_WITHIN_MS = 10_000;
  let isMissing = false;
  let isLeft = false;

  // Not what others put into the page, as virus scanners do, which the Content-Security-Policy refuses.
  function isPart(target) {
    const isScript = target instanceof HTMLScriptElement;
    const address = isScript ? target.src : target?.rel === 'stylesheet' && target.href;
    return address && address.startsWith(`${location.origin}/assets/`);
  }

  function again() {
    const tried = Number(sessionStorage.getItem(TRIED) ?? 0);
    sessionStorage.setItem(TRIED, String(tried + 1));
    const look = () =>
      fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
        ({ ok }) => (ok ? location.reload() : wait()),
        () => wait(),
      );
    const wait = () => void setTimeout(look, Math.min(FIRST_MS * 2 ** tried, LONGEST_MS));
    wait();
  }

  function begin() {
    again();
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', say);
    else say();
  }

  function say() {
    const isEnglish = localStorage.getItem('partsdesk-language') === 'en';
    // What was drawn without its style is no help.
    document.getElementById('root').hidden = true;
    const main = document.createElement('main');
    main.style.cssText = 'font: 1rem/1.5 sans-serif; max-width: 40rem; margin: 20vh auto 0; padding: 0 1rem';
    const heading = document.createElement('h1');
    heading.textContent = 'partsdesk';
    const words = document.createElement('p');
    words.setAttribute('role', 'alert');
    words.textContent = isEnglish
      ? 'A part of the panel did not come: it is being upgraded, or the connection is bad. It is loaded again by itself.'
      : 'Часть панели не загрузилась: она обновляется или связь плохая. Загрузка повторится сама.';
    main.append(heading, words);
    document.body.append(main);
  }

  addEventListener(
    'error',
    ({ target }) => {
      // Once the panel is drawn, it says itself what it misses.
      if (isMissing || !isPart(target) || document.getElementById('root')?.hasChildNodes()) return;
      isMissing = true;
      // Firefox gives up what is under way when the page is left, and a reload would keep people from leaving it.
      if (isLeft) setTimeout(begin, LEFT_WITHIN_MS);
      else begin();
    },
    true,
  );
  const leave = () => void (isLeft = true);
  addEventListener('beforeunload', leave);
  addEventListener('load', () => {
    removeEventListener('beforeunload', leave);
    if (!isMissing) sessionStorage.removeItem(TRIED);
  });
})();
