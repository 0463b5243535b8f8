import type { PartLine } from '../../orders/orders/part-line.js';
import { SYNTHETIC_ID_PREFIX } from '../../orders/external-orders/external-order.entity.js';
import { formatMinor } from '../../platform/money.js';

const MAX_LISTED = 10;

/** «13 800,00 ₽» of kopecks. */
export function rubles(minor: number): string {
  const [whole = '', fraction = ''] = formatMinor(minor).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0')},${fraction}\u00a0₽`;
}

/** What follows the word «заказ»; the made-up id of one that came without a number says nothing to anybody. */
export function orderNumber(externalId: string): string {
  return externalId.startsWith(SYNTHETIC_ID_PREFIX) ? 'без номера' : inOneLine(externalId);
}

/** One line for each part; a long list is cut. */
export function listParts(parts: PartLine[]): string {
  const lines = parts.slice(0, MAX_LISTED).map((part) => {
    const name = [part.brand, part.number, part.name].filter(Boolean).join(' ');
    return `${name}, ${part.quantity}\u00a0шт.`;
  });
  if (parts.length > MAX_LISTED) lines.push(`и ещё ${parts.length - MAX_LISTED}`);
  return lines.join('\n');
}

/** Text that came from outside, fit for a title: one line, not too long. */
export function inOneLine(text: string, maxLength = 80): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}

/**
 * Joins what there is of it, a line each. Reasons and comments are left out: they may speak of the buyer, and a message that was
 * mailed cannot be erased.
 */
export function lines(...parts: Array<string | false | null | undefined>): string {
  return parts.filter(Boolean).join('\n');
}

/** Why a delivery was given up or a target paused, in words. */
export function reasonInWords(reason: string): string {
  const [, word = '', status = ''] = /^([a-z_]+?)_?(\d*)$/.exec(reason) ?? [];
  if (word === 'tries_exhausted') return 'все попытки исчерпаны';
  if (word === 'not_recorded') return 'итог попытки не удалось записать';
  if (word === 'not_sent') return 'не удалось отправить';
  if (word === 'rejected') return status ? `отклонено с ответом ${status}` : 'отклонено';
  if (word === 'unauthorized') return status ? `вход отклонён с ответом ${status}` : 'вход отклонён';
  return reason;
}
