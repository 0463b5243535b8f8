import { errorText, type ErrorDetail } from '../../../src/platform/error-texts';
import { language } from '../i18n/language';
import { defineTexts } from '../i18n/texts';
import { isApiError } from './errors';

const { text } = defineTexts('fields', {
  ru: { place: 'Строка {{line}}, знак {{column}}: {{what}}' },
  en: { place: 'Line {{line}}, column {{column}}: {{what}}' },
});

interface Place {
  line?: number;
  column?: number;
}

/** What is wrong, as a sentence in the reader's language; what has no words here is told as the service said it. */
export function errorInWords({ code, params, message, line, column }: ErrorDetail & Place): string {
  const what = errorText(code, params, language()) ?? message;
  return line && column ? text('place', { line, column, what }) : what.charAt(0).toLocaleUpperCase() + what.slice(1);
}

/** What of a refused form belongs to which field; of several errors of one field the first. */
export function errorsByField(errors: Array<ErrorDetail & Place & { path: string }>): Record<string, string> {
  const words: Record<string, string> = {};
  for (const error of errors) words[error.path] ??= errorInWords(error);
  return words;
}

/** What of a refused form belongs to which field, in the reader's language, for `form.setErrors`. */
export function fieldErrors(error: unknown): Record<string, string> {
  return isApiError(error) ? errorsByField(error.fields) : {};
}

/** Why a file was refused, where the service names the place: there is no form to say it at. */
export function refusalInWords(error: Error): Error {
  const [field] = isApiError(error) ? error.fields : [];
  return field ? new Error(errorInWords(field)) : error;
}
