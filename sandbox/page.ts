import type { FastifyInstance } from 'fastify';
import { PAGE_ACTIONS } from './page-actions.js';
import { PAGE_RENDER } from './page-render.js';
import { PAGE_STYLE } from './page-style.js';

const HTML = `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Песочница GettZap</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
<header>
  <div>
    <h1>Песочница GettZap</h1>
    <p class="quiet">Это не GettZap, а его замена для проб: отправляет заказы и принимает статусы. GettZap не публикует
      описание своего API, поэтому формат обмена здесь наш собственный.</p>
  </div>
  <button type="button" class="main" data-action="new-order">Новый заказ</button>
</header>
<p id="message" role="status" hidden></p>
<main>
  <section class="orders" aria-labelledby="orders-title">
    <h2 id="orders-title">Заказы <small>как их видит покупатель</small></h2>
    <div id="orders"></div>
  </section>
  <div class="side">
    <section class="panel" id="trouble-panel" aria-labelledby="trouble-title">
      <h2 id="trouble-title">Неполадки</h2>
      <p id="trouble-now" aria-live="polite"></p>
      <form id="trouble">
        <label class="wide">Как отвечать сервису
          <select name="kind">
            <option value="500">500, внутренняя ошибка</option>
            <option value="503">503, временно недоступен</option>
            <option value="429">429, слишком часто</option>
            <option value="401">401, неверный логин или ключ</option>
            <option value="403">403, доступ закрыт</option>
            <option value="400">400, запрос не понят</option>
            <option value="404">404, заказ не найден</option>
            <option value="409">409, уже в этом статусе</option>
            <option value="302">302, перенаправление</option>
            <option value="hang">молчит</option>
            <option value="reset">обрыв связи</option>
            <option value="reset-after-apply">обрыв: принято, но ответ потерян</option>
            <option value="garbage">мусор вместо ответа</option>
            <option value="html">200 с веб-страницей</option>
            <option value="slow">медленно, байт в секунду</option>
            <option value="huge">огромный ответ</option>
          </select>
        </label>
        <label>Сколько раз
          <select name="scope">
            <option value="count">следующие</option>
            <option value="percent">доля, %</option>
            <option value="always">до починки</option>
          </select>
        </label>
        <label id="amount-label"><span id="amount-name">Ответов</span>
          <input name="amount" type="number" min="1" max="1000000" value="3" inputmode="numeric">
        </label>
        <label class="wide" id="retry-after-label" hidden>Retry-After: секунды или дата
          <input name="retryAfter" value="5" autocomplete="off">
        </label>
        <div class="buttons wide">
          <button type="submit">Сломать</button>
          <button type="button" class="main" data-action="mend">Починить</button>
        </div>
      </form>
    </section>
    <section class="panel" id="settings-panel" aria-labelledby="settings-title">
      <details>
        <summary id="settings-title">Настройки</summary>
        <form id="settings">
          <label class="wide">Ссылка для отправки заказов
            <input name="orderLink" type="url" autocomplete="off" spellcheck="false">
          </label>
          <label class="wide">Логин, который должен назвать сервис
            <input name="login" autocomplete="off" spellcheck="false">
          </label>
          <label>Пароль <input name="password" type="password" autocomplete="new-password"></label>
          <label>API-ключ <input name="apiKey" type="password" autocomplete="new-password"></label>
          <p class="quiet wide">Пустое поле ничего не меняет.</p>
          <div class="buttons wide">
            <button type="submit">Сохранить</button>
            <button type="button" class="plain danger" data-action="reset">Забыть заказы и запросы</button>
          </div>
        </form>
      </details>
      <dl id="settings-now"></dl>
    </section>
    <section class="panel" aria-labelledby="requests-title">
      <h2 id="requests-title">Что прислал сервис <small id="requests-count"></small></h2>
      <div id="requests" tabindex="0" role="region" aria-labelledby="requests-title"></div>
    </section>
  </div>
</main>
<dialog id="dialog"><form method="dialog" id="dialog-form"></form></dialog>
<noscript>Странице нужен JavaScript.</noscript>
</body>
</html>
`;

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const SCRIPT = `'use strict';\n(() => {\n${PAGE_RENDER}\n${PAGE_ACTIONS}\n})();\n`;

export async function pageRoutes(app: FastifyInstance): Promise<void> {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-cache').header('x-content-type-options', 'nosniff');
  });
  app.get('/', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).send(HTML),
  );
  app.get('/page.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(PAGE_STYLE));
  app.get('/page.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(SCRIPT));
}
