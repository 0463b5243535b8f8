import { levelOfReceiver } from './health';

const WELL = { state: 'ok', failuresInRow: 0 } as const;

describe('how a web-hook or a shop system that is told something is', () => {
  it.each([
    ['that takes what it is told', WELL, 'good'],
    ['whose last answers were errors', { ...WELL, failuresInRow: 2 }, 'warning'],
    ['that does not answer', { ...WELL, state: 'cut_off' }, 'bad'],
    ['that refuses our sign-in', { ...WELL, state: 'paused' }, 'bad'],
    ['that is switched off', { ...WELL, state: 'off', failuresInRow: 2 }, 'neutral'],
  ] as const)('%s', (_, receiver, level) => {
    expect(levelOfReceiver(receiver)).toBe(level);
  });
});
