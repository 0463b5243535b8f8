import { call } from './client';
import type { Problem } from './errors';

const KEPT_MS = 60_000;

/**
 * Has the browser keep the file that an address answers. A link would do so, too, but say of one that is refused only that it failed.
 * @throws ApiError when the service refuses, OfflineError when the file does not come to its end
 */
export async function download(address: string): Promise<void> {
  const { file, name } = await call(answerOf(address));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Not every browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

async function answerOf(address: string) {
  const response = await fetch(address);
  if (!response.ok) {
    const error: Problem | undefined = await response.json().catch(() => undefined);
    return { error, response };
  }
  const data = { file: await response.blob(), name: fileNameIn(response.headers.get('Content-Disposition') ?? '') };
  return { data, response };
}

/** @returns "" where none is given: the browser makes one up */
function fileNameIn(disposition: string): string {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/.exec(disposition) ?? [];
  return encoded ? decodeURIComponent(encoded) : '';
}
