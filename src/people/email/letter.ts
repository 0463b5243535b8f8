const PRODUCT = 'partsdesk';

/** What an e-mail says, plain and as simple HTML. */
export interface Letter {
  text: string;
  html: string;
}

/** Signs a letter with the product, and says why it came. @param why leads to where that is chosen */
export function signed({ text, html }: Letter, panelUrl: string, why: { words: string; path: string }): Letter {
  const place = panelUrl + why.path;
  return {
    text: `${text}\n\n--\n${PRODUCT}: ${panelUrl}\n${why.words}: ${place}\n`,
    html: `${html}\n<hr>\n<p>${linked(panelUrl, PRODUCT)}<br>\n${linked(place, why.words)}</p>\n`,
  };
}

export function linked(url: string, words: string): string {
  return url ? `<a href="${escapeHtml(url)}">${escapeHtml(words)}</a>` : escapeHtml(words);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
