import { list } from './inbox.js';
import type { Observed } from './observed.js';

const MEMORY_LIMIT_MB = 512;
const UNHANDLED = /unhandled ?(promise ?)?rejection|uncaught ?exception|FATAL ERROR|UnhandledPromiseRejection/i;

/** I7: no process ended by itself, nothing went unhandled, memory stayed small; and no fault excuses an answer 500. */
export function checkProcesses({ replicas, api, poster }: Observed): string[] {
  return replicas
    .flatMap(({ unexpectedEnds, output, peakMemoryMb }, index) => {
      const name = `replica ${index + 1}`;
      const unhandled = output
        .join('')
        .split('\n')
        .filter((line) => UNHANDLED.test(line));
      return [
        ...list(`I7: ${name} ended by itself`, unexpectedEnds),
        ...list(`I7: ${name} left something unhandled`, unhandled),
        ...(peakMemoryMb > MEMORY_LIMIT_MB ? [`I7: ${name} took ${peakMemoryMb} MB`] : []),
      ];
    })
    .concat(list('answers 500', api.failures))
    .concat(
      list(
        'answers 500 to posts',
        poster.answers.filter(({ status }) => status === 500).map(({ body }) => body),
      ),
    );
}
