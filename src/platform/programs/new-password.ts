import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';

/**
 * Asks for a new password: twice and without showing it on a terminal; the first line of a pipe.
 * @throws Error when the two differ, or none was given
 */
export async function askNewPassword(
  input: Readable & { isTTY?: boolean },
  output: { write(text: string): unknown },
): Promise<string> {
  const isTerminal = input.isTTY === true;
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silence, terminal: isTerminal });
  lines.on('SIGINT', () => lines.close());
  const answers = lines[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string> => {
    if (isTerminal) output.write(question);
    const { value, done } = await answers.next();
    if (isTerminal) output.write('\n');
    if (done) throw new Error('No password was given.');
    return value;
  };
  try {
    const password = await ask('New password: ');
    if (isTerminal && (await ask('Once more: ')) !== password) throw new Error('The two passwords differ.');
    return password;
  } finally {
    lines.close();
  }
}
