import { errorDetail } from '../../platform/error-texts.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { errorsOf } from '../../platform/http/validation.js';
import { WorkDay } from './region.dto.js';
import { hasWorkingDay, minutesOf, type WorkCalendar } from './working-time.js';

/** What is wrong with a calendar of which only the lists have been looked at: they may hold anything. */
export function calendarErrors(calendar: WorkCalendar): FieldError[] {
  const errors = calendar.days.flatMap((day, index) => dayErrors(day, `workingHours.days[${index}]`));
  if (!hasWorkingDay(calendar)) errors.push({ path: 'workingHours.days', ...errorDetail('no_working_day') });
  calendar.daysOff.forEach((day, index) => {
    const path = `workingHours.daysOff[${index}]`;
    if (!isDay(day)) errors.push({ path, ...errorDetail('day') });
    else if (calendar.daysOff.indexOf(day) < index) errors.push({ path, ...errorDetail('repeated') });
  });
  return errors;
}

function dayErrors(day: unknown, path: string): FieldError[] {
  if (day === null) return [];
  if (typeof day !== 'object' || Array.isArray(day)) return [{ path, ...errorDetail('object') }];
  const errors = errorsOf(day, WorkDay, path);
  if (errors.length > 0) return errors;
  const { from, to } = day as WorkDay;
  return minutesOf(from) < minutesOf(to) ? [] : [{ path: `${path}.to`, ...errorDetail('not_after', { from }) }];
}

/** Whether the calendar has it. */
function isDay(text: unknown): boolean {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}
