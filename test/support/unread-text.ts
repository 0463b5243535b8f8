import type { Readable } from 'node:stream';

/** All that lies in a stream unread; one call of `read` gives all of it, or, from Node 26 on, a piece. */
export function unreadText(stream: Readable): string {
  let text = '';
  for (let piece: unknown = stream.read(); piece !== null; piece = stream.read()) text += String(piece);
  return text;
}
