import { plural } from './words.js';

/** What goes wrong now at a stand-in that the shop calls; "" = nothing. */
export function mischiefInWords(name, { MISCHIEFS, CONCERNED }, { kind, of, times }) {
  if (kind === 'none') return '';
  const words = MISCHIEFS.find(([each]) => each === kind)[1];
  const calls = CONCERNED ? ` · вызовы: ${CONCERNED.find(([each]) => each === of)[1]}` : '';
  const left = times === null ? '' : ` · осталось ${plural(times, 'вызов', 'вызова', 'вызовов')}`;
  return `${name}: ${words}${calls}${left}`;
}
