import type { ManagerNotification } from './manager-notification.entity.js';

type Told = Pick<ManagerNotification, 'title' | 'text'>;

/** The words of one e-mail: plain, and as simple HTML in which everything from outside is escaped. */
export function emailText(notifications: Told[], panelUrl: string): { subject: string; text: string; html: string } {
  const [first] = notifications;
  const subject =
    notifications.length === 1 ? first!.title : `Новых сообщений: ${notifications.length}. ${first?.title ?? ''}`;
  const text = notifications.map((told) => `${told.title}\n${told.text}`).join('\n\n');
  const paragraphs = notifications.map(
    (told) =>
      `<p><strong>${escapeHtml(told.title)}</strong><br>\n${escapeHtml(told.text).replace(/\n/g, '<br>\n')}</p>`,
  );
  return {
    subject,
    text: `${text}\n\n--\nPARTS SOFT: ${panelUrl}\n`,
    html: `${paragraphs.join('\n')}\n<hr>\n<p><a href="${escapeHtml(panelUrl)}">PARTS SOFT</a></p>\n`,
  };
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
