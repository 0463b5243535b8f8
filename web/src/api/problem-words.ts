import { PROBLEM_TEXTS } from '../../../src/platform/problem-texts';
import { language } from '../i18n/language';
import type { ApiError } from './errors';

/** Why the service refused, in the reader's language; what has no words here is told as the service said it. */
export function problemInWords({ code, message }: ApiError): string {
  const texts: Record<string, Record<'en' | 'ru', string> | undefined> = PROBLEM_TEXTS;
  return texts[code]?.[language()] ?? message;
}
