import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { HttpService } from '@nestjs/axios';
import { Injectable } from '@nestjs/common';
import type { AxiosResponse } from 'axios';
import { AppConfig } from '../../platform/config/app-config.js';
import { errorDetail } from '../../platform/error-texts.js';
import type { UploadedFile } from '../../platform/http/file-upload.js';
import { ForbiddenTargetError, outgoingAgents, whyTargetIsForbidden } from '../../platform/http/target-guard.js';
import type { PriceListFetch } from './price-list.entity.js';
import { FileFailed } from './reading/file-failed.js';

const CONNECT_TIMEOUT_MS = 5_000;
const TOTAL_TIMEOUT_MS = 10 * 60_000;
/** A server that says nothing for so long has stopped. */
const SILENT_AFTER_MS = 60_000;
const MOST_REDIRECTS = 5;
const MEGABYTE = 1_000_000;

/** Axios takes what is cut off for all of it, so it is unpacked here: these fail where the end is missing. */
const UNPACKING = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** By which a server knows the file that it gave last. */
export type Seen = Pick<PriceListFetch, 'etag' | 'lastModified'>;

/** Its name is as its address ends. */
type Downloaded = Seen & UploadedFile;

/** Fetches files from addresses that may be called; where one leads on, that one has to be allowed, too. */
@Injectable()
export class ListDownload {
  private readonly agents: ReturnType<typeof outgoingAgents>;

  constructor(
    private readonly http: HttpService,
    private readonly config: AppConfig,
  ) {
    this.agents = outgoingAgents({
      allowPrivate: config.allowPrivateTargets,
      maxSockets: 4,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
    });
  }

  /** @returns undefined where the server says that it has no newer file. @throws FileFailed */
  async fetch(url: string, folder: string, seen: Seen, stop: AbortSignal): Promise<Downloaded | undefined> {
    const deadline = AbortSignal.timeout(TOTAL_TIMEOUT_MS);
    const signal = AbortSignal.any([deadline, stop]);
    try {
      const answer = await this.follow(url, seen, signal);
      if (answer.status === 304) {
        answer.data.destroy();
        // No file was named that there could be no newer one of.
        if (!seen.etag && !seen.lastModified) throw new FileFailed(errorDetail('fetch_status', { status: 304 }));
        return undefined;
      }
      const path = join(folder, 'fetched');
      const bytes = await this.keep(answer.data, path, signal);
      if (bytes === 0) throw new FileFailed(errorDetail('file_empty'));
      const { etag, 'last-modified': lastModified } = answer.headers as Record<string, string | undefined>;
      return { path, name: nameOf(url), bytes, etag: kept(etag), lastModified: kept(lastModified) };
    } catch (error) {
      throw failureOf(error as Error, deadline);
    }
  }

  private async follow(url: string, seen: Seen, signal: AbortSignal): Promise<AxiosResponse<IncomingMessage>> {
    let target = url;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const forbidden = whyTargetIsForbidden(target, this.config.allowPrivateTargets);
      if (forbidden) throw new FileFailed(forbidden);
      const answer = await this.request(target, seen, signal);
      if (answer.status === 200 || answer.status === 304) return answer;
      answer.data.destroy();
      const { location } = answer.headers as { location?: string };
      if (![301, 302, 303, 307, 308].includes(answer.status) || !location || !URL.canParse(location, target))
        throw new FileFailed(errorDetail('fetch_status', { status: answer.status }));
      target = new URL(location, target).href;
    }
    throw new FileFailed(errorDetail('fetch_redirects'));
  }

  private request(url: string, { etag, lastModified }: Seen, signal: AbortSignal) {
    return this.http.axiosRef.request<IncomingMessage>({
      url,
      headers: {
        'User-Agent': 'partsdesk',
        Accept: '*/*',
        'Accept-Encoding': 'gzip, br',
        ...(etag && { 'If-None-Match': etag }),
        ...(lastModified && { 'If-Modified-Since': lastModified }),
      },
      ...this.agents,
      signal,
      timeout: SILENT_AFTER_MS,
      maxRedirects: 0,
      proxy: false,
      responseType: 'stream',
      decompress: false,
      validateStatus: () => true,
    });
  }

  private async keep(body: IncomingMessage, path: string, signal: AbortSignal): Promise<number> {
    const most = this.config.priceListMegabytes * MEGABYTE;
    let bytes = 0;
    const counted = async function* (pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        bytes += piece.length;
        if (bytes > most) throw new FileFailed(errorDetail('file_too_large', { max: most / MEGABYTE }));
        yield piece;
      }
    };
    body.socket?.setTimeout(SILENT_AFTER_MS, () => body.destroy(new Error(`silent for ${SILENT_AFTER_MS / 1_000} s`)));
    const unpacking = UNPACKING.get(body.headers['content-encoding']?.trim().toLowerCase() ?? '')?.();
    const file = createWriteStream(path, { mode: 0o600 });
    if (unpacking) await pipeline(body, unpacking, counted, file, { signal });
    else await pipeline(body, counted, file, { signal });
    return bytes;
  }
}

function failureOf(error: Error, deadline: AbortSignal): FileFailed {
  const cause = (error.cause as Error | undefined) ?? error;
  if (error instanceof FileFailed) return error;
  if (cause instanceof ForbiddenTargetError) return new FileFailed(cause.detail);
  if (deadline.aborted) return new FileFailed(errorDetail('no_answer', { seconds: TOTAL_TIMEOUT_MS / 1_000 }));
  return new FileFailed(errorDetail('fetch_broken', { reason: error.message }));
}

/** What is longer is not repeated to the server. */
function kept(header: string | undefined): string {
  return header !== undefined && header.length <= 255 ? header : '';
}

function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1)!;
  try {
    return decodeURIComponent(last)
      .replace(/[\p{Cc}\p{Cs}]/gu, '')
      .slice(0, 255);
  } catch {
    return last.slice(0, 255);
  }
}
