import { type DestinationStream, pino } from 'pino';

/** A line waits no longer for others: a person who looks on sees no difference. */
const WAITS_MS = 100;
/** Characters that go at once, so that lines take little memory. */
const MOST = 16_384;

/** pino says the level of the line that it is about to write. */
type WithLevel = DestinationStream & { [pino.symbols.needsMetadataGsym]: true; lastLevel: number };

/**
 * Writes lines some at a time: a system call for each took a tenth of the processor time of receiving an order. What is more than mere
 * information goes at once with all before it, and so does the rest when the process ends; only one that is killed loses what waited.
 */
export function gathered(output: DestinationStream): DestinationStream {
  let lines = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (lines === '') return;
    const together = lines;
    lines = '';
    output.write(together);
  };
  process.on('exit', flush);
  const stream: WithLevel = {
    [pino.symbols.needsMetadataGsym]: true,
    lastLevel: 0,
    write(line) {
      lines += line;
      if (lines.length >= MOST || stream.lastLevel > pino.levels.values.info!) flush();
      else timer ??= setTimeout(flush, WAITS_MS).unref();
    },
  };
  return stream;
}

/** One for the process, however many applications are in it. */
export const STANDARD_OUTPUT = gathered(pino.destination({ dest: 1, sync: true }));
