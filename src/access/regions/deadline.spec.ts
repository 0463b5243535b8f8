import { deadlineOf, nextNotice, renewedNotice } from './deadline.js';
import { OFFICE_HOURS } from './working-time.js';

const region = { timeZone: 'Europe/Moscow', workingHours: OFFICE_HOURS };
const at = (time: string) => new Date(`2026-11-${time}:00.000Z`);
const limit = { minutes: 60, warnMinutes: 20 };

describe('a deadline', () => {
  it('ends after so many minutes of work, and is warned of before', () => {
    expect(deadlineOf(region, at('24T14:30'), limit)).toEqual({ by: at('25T06:30'), warnAt: at('25T06:10') });
    expect(deadlineOf(region, at('24T14:30'), { minutes: 60, warnMinutes: null })?.warnAt).toBeNull();
    expect(deadlineOf(region, at('24T14:30'), { minutes: 60, warnMinutes: 60 })?.warnAt).toBeNull();
    expect(deadlineOf(region, at('24T14:30'), { minutes: null, warnMinutes: 20 })).toBeNull();
  });

  it('is told of at the warning, then at its end, and not once it is over', () => {
    const deadline = deadlineOf(region, at('24T14:30'), limit);
    expect(nextNotice(deadline, at('24T14:30'))).toEqual(at('25T06:10'));
    expect(nextNotice(deadline, at('25T06:10'))).toEqual(at('25T06:30'));
    expect(nextNotice(deadline, at('25T06:30'))).toBeNull();
    expect(nextNotice(null, at('25T06:30'))).toBeNull();
  });

  it('that is not other than it was keeps what was not told yet', () => {
    const deadline = deadlineOf(region, at('24T14:30'), limit)!;
    const late = at('25T06:40');
    expect(renewedNotice({ by: deadline.by, noticeAt: deadline.by }, deadline, late)).toEqual(deadline.by);
    expect(renewedNotice({ by: deadline.by, noticeAt: null }, deadline, late)).toBeNull();
    expect(renewedNotice({ by: at('25T06:00'), noticeAt: at('25T06:00') }, deadline, late)).toBeNull();
    expect(renewedNotice({ by: at('25T06:00'), noticeAt: null }, deadline, at('24T15:00'))).toEqual(deadline.warnAt);
    expect(renewedNotice({ by: deadline.by, noticeAt: deadline.by }, null, late)).toBeNull();
  });
});
