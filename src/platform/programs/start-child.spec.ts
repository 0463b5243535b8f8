import { writableCodeKib } from './start-child.js';

describe('a child process', () => {
  it('may have what V8 lays aside for code beside its memory', () => {
    const node24 = [
      '00400000-0074d000 r--p 00000000 fe:00 5718871 /usr/bin/node',
      '0074d000-03081000 r-xp 0034d000 fe:00 5718871 /usr/bin/node',
      '385b2000-38802000 rw-p 00000000 00:00 0 [heap]',
      '7f598c000000-7f59abdc0000 rwxp 00000000 00:00 0 ',
      '7f59abfc5000-7f59ac000000 rwxp 00000000 00:00 0 ',
    ];
    expect(writableCodeKib(node24.join('\n'))).toBe(522_220);
  });

  it('has nothing beside its memory where the system does not tell its mappings', () => {
    expect(writableCodeKib('')).toBe(0);
  });
});
