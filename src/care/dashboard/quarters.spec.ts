import { beginOfQuarter, quarterOf, spansWithout } from './quarters.js';

const at = (time: string) => new Date(`2026-11-24T${time}:00.000Z`);
const quarter = (time: string) => quarterOf(at(time));

describe('quarters of an hour', () => {
  it('begin at every fifteenth minute', () => {
    expect(beginOfQuarter(quarter('09:14'))).toEqual(at('09:00'));
    expect(beginOfQuarter(quarter('09:15'))).toEqual(at('09:15'));
  });

  it('leave of a span what none of them holds, in as few pieces as there can be', () => {
    const counted = new Set(['09:15', '09:30', '10:15'].map(quarter));
    expect(spansWithout({ from: at('09:00'), to: at('11:00') }, counted)).toEqual([
      { from: at('09:00'), to: at('09:15') },
      { from: at('09:45'), to: at('10:15') },
      { from: at('10:30'), to: at('11:00') },
    ]);
  });

  it('leave all of a span of which none was counted, and nothing where all were', () => {
    const span = { from: at('09:00'), to: at('10:00') };
    expect(spansWithout(span, new Set())).toEqual([span]);
    expect(spansWithout(span, new Set(['09:00', '09:15', '09:30', '09:45'].map(quarter)))).toEqual([]);
  });
});
