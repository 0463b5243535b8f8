import { calendarValues, clockTime, hoursInWords, workingHoursOf } from './calendar';

const day = { from: '09:00', to: '18:00' };
const short = { from: '10:00', to: '14:00' };

describe('the calendar of a region in its form', () => {
  it.each([
    ['9', '09:00'],
    ['9:30', '09:30'],
    ['9.30', '09:30'],
    ['0930', '09:30'],
    [' 18 00 ', '18:00'],
    ['24', '24:00'],
    ['24:30', '24:30'],
    ['25', '25'],
    ['9:75', '9:75'],
    ['утром', 'утром'],
    ['', ''],
  ])('reads %j as %j', (typed, time) => {
    expect(clockTime(typed)).toBe(time);
  });

  it.each([[null], [{ days: [day, null, day, day, short, null, null], daysOff: ['2027-01-01'] }]])(
    'gives back what it was made of: %j',
    (hours) => {
      expect(workingHoursOf(calendarValues(hours))).toEqual(hours);
    },
  );

  it('counts a day off that was typed and not added', () => {
    const calendar = calendarValues({ days: [day, day, day, day, day, null, null], daysOff: ['2027-01-01'] });
    expect(workingHoursOf({ ...calendar, typedDayOff: '2026-12-31' })?.daysOff).toEqual(['2026-12-31', '2027-01-01']);
    expect(workingHoursOf({ ...calendar, typedDayOff: '2027-01-01' })?.daysOff).toEqual(['2027-01-01']);
  });

  it('reads the time of a field that Enter was pressed in', () => {
    const { days, ...calendar } = calendarValues({ days: [day, day, day, day, day, null, null], daysOff: [] });
    const typed = { ...calendar, days: [{ isWorked: true, from: '8', to: '19.30' }, ...days.slice(1)] };
    expect(workingHoursOf(typed)?.days[0]).toEqual({ from: '08:00', to: '19:30' });
  });

  it('names days with the same hours together', () => {
    const names = ['Пн', 'Вт', 'Ср', 'Чт', 'Пт', 'Сб', 'Вс'];
    const inWords = (...days: Array<typeof day | null>) => hoursInWords({ days, daysOff: [] }, names);
    expect(inWords(day, day, day, day, day, short, null)).toBe('Пн–Пт 09:00–18:00, Сб 10:00–14:00');
    expect(inWords(day, null, day, short, short, null, null)).toBe('Пн 09:00–18:00, Ср 09:00–18:00, Чт–Пт 10:00–14:00');
  });
});
