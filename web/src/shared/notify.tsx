import { notifications } from '@mantine/notifications';
import { ApiError, OfflineError } from '../api/errors';
import { problemInWords } from '../api/problem-words';
import { text } from './texts';

export function notifySuccess(message: string): void {
  notifications.show({ color: 'green', message, closeButtonProps: { 'aria-label': text('close') } });
}

/** Tells that an action did not work, in words, with the request id. */
export function notifyFailure(error: unknown, title: string = text('actionFailed')): void {
  notifications.show({
    color: 'red',
    title,
    message: reasonInWords(error),
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': text('close') },
  });
}

/** Why something failed. */
export function reasonInWords(error: unknown): string {
  if (error instanceof OfflineError) return text('offline');
  if (error instanceof ApiError) {
    const words = problemInWords(error);
    return error.status >= 500 && error.requestId ? `${words} ${text('requestId', { id: error.requestId })}` : words;
  }
  return error instanceof Error ? error.message : String(error);
}

/** For every message that can be closed: the button says what it does. */
export const closable = () => ({ closeButtonProps: { 'aria-label': text('close') } });
