import type { ErrorDetail } from '../../../src/platform/error-texts';
import { defineTexts } from '../i18n/texts';
import { connectionErrorInWords } from './network-words';

export const { useTexts } = defineTexts('check-list', {
  ru: {
    running: 'Проверяем…',
    notReached: 'Не проверялось',
    passed: 'Пройдено',
    failed: 'Не пройдено',
    awaited: 'Ждёт',
    took: '{{ms}} мс',
  },
  en: {
    running: 'Checking…',
    notReached: 'Not checked',
    passed: 'Passed',
    failed: 'Failed',
    awaited: 'Waits',
    took: '{{ms}} ms',
  },
});

/** What trying out found at one step. */
export interface CheckStep extends Pick<ErrorDetail, 'code' | 'params'> {
  name: string;
  ok: boolean;
  detail: string;
  ms: number;
}

/** @param fieldName what a setting is called on the page */
export function detailInWords({ code, params, detail }: CheckStep, fieldName: (field: string) => string): string {
  return connectionErrorInWords({ code, params: withFieldNames(params, fieldName), message: detail });
}

/** Parameters of an error in which fields are called as the page calls them. */
export function withFieldNames(
  params: ErrorDetail['params'],
  fieldName: (field: string) => string,
): ErrorDetail['params'] {
  const { fields } = params;
  if (typeof fields !== 'string') return params;
  return { ...params, fields: fields.split(', ').map(fieldName).join(', ') };
}
