import { PassThrough } from 'node:stream';
import { askNewPassword } from '../../command-line.js';

describe('asking for a new password', () => {
  async function ask(isTTY: boolean, typed: string) {
    const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => input });
    const shown: string[] = [];
    const asked = askNewPassword(input, { write: (text: string) => shown.push(text) });
    input.end(typed);
    return { password: await asked, shown: shown.join('') };
  }

  it('on a terminal shows nothing of it and asks twice', async () => {
    const { password, shown } = await ask(true, 'correct horse\ncorrect horse\n');
    expect(password).toBe('correct horse');
    expect(shown).toBe('New password: \nOnce more: \n');
  });

  it('on a terminal refuses two that differ', async () => {
    await expect(ask(true, 'correct horse\ncorrect house\n')).rejects.toThrow('The two passwords differ.');
  });

  it('from a pipe takes the first line', async () => {
    expect(await ask(false, 'correct horse\n')).toEqual({ password: 'correct horse', shown: '' });
  });

  it('refuses to go on with none', async () => {
    await expect(ask(false, '')).rejects.toThrow('No password was given.');
  });
});
