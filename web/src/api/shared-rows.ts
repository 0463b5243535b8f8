import { replaceEqualDeep } from '@tanstack/react-query';

interface Listed {
  data: Array<{ id: unknown }>;
  meta?: unknown;
}

/**
 * The new answer with all of the old one that is the same in it, so that nothing is drawn again that did not change. Rows of a list are
 * known by their id, since one that came in moves all the others.
 */
export function shareRows(before: unknown, after: unknown): unknown {
  if (!isListed(before) || !isListed(after)) return replaceEqualDeep(before, after);
  const known = new Map(before.data.map((row) => [row.id, row]));
  const data = after.data.map((row) => replaceEqualDeep(known.get(row.id), row) as Listed['data'][number]);
  const isSame = data.length === before.data.length && data.every((row, index) => row === before.data[index]);
  const shared = { data: isSame ? before.data : data, meta: replaceEqualDeep(before.meta, after.meta) };
  return isSame && shared.meta === before.meta ? before : shared;
}

function isListed(answer: unknown): answer is Listed {
  if (typeof answer !== 'object' || answer === null || !('data' in answer) || !Array.isArray(answer.data)) return false;
  const { data } = answer as { data: unknown[] };
  const hasNothingElse = Object.keys(answer).every((key) => key === 'data' || key === 'meta');
  return hasNothingElse && data.every((row) => typeof row === 'object' && row !== null && 'id' in row);
}
