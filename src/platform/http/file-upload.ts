import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HttpException } from '@nestjs/common';
import { Busboy } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import { errorDetail } from '../error-texts.js';
import { InvalidInputError } from '../errors.js';

const MEGABYTE = 1_000_000;
const LONGEST_NAME = 255;
/** Fields beside the file are looked at by nobody. */
const MOST_PARTS = 20;

export interface UploadedFile {
  path: string;
  /** As the sender called it. */
  name: string;
  bytes: number;
}

/** The body of a request whose route `takesFile`, which nobody has read. */
const payloads = new WeakMap<object, Readable>();

/** In the place of the body's parser: what comes stays on the way until the handler takes it. */
export function leaveUnread(request: FastifyRequest, payload: Readable): Readable {
  payloads.set(request, payload);
  const length = Number(request.headers['content-length'] ?? 0);
  return Object.assign(new PassThrough().end(), { receivedEncodedLength: length });
}

/**
 * Writes the file of a form (its field `file`) into a folder as it comes, so that it is never held in memory.
 * @param maxBytes what is longer is refused
 * @throws InvalidInputError
 */
export async function receiveFile(request: FastifyRequest, folder: string, maxBytes: number): Promise<UploadedFile> {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) throw new HttpException('Send multipart/form-data.', 415);
  const tooLarge = InvalidInputError.of('file', errorDetail('file_too_large', { max: maxBytes / MEGABYTE }));
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + MEGABYTE) throw tooLarge;
  const parser = parserOf(type, maxBytes);
  let file: Promise<UploadedFile> | undefined;
  let part: Readable | undefined;
  let failure: Error | undefined;
  parser.on('file', (field: string, stream: Readable & { truncated?: boolean }, name: string | undefined) => {
    if (field !== 'file' || name === undefined || file) return void stream.resume();
    part = stream;
    file = keep(stream, join(folder, 'upload'), name).then((kept) => {
      if (stream.truncated) throw tooLarge;
      return kept;
    });
    file.catch((error: Error) => {
      failure = error;
      parser.destroy();
    });
  });
  try {
    await pipeline(payloads.get(request)!, parser);
  } catch (error) {
    const cause = failure ?? (error as Error);
    part?.destroy(); // a parser that breaks off does not end it
    await file?.catch(() => undefined);
    const isOwn = cause instanceof InvalidInputError || 'syscall' in cause; // a full disk is not the sender's doing
    throw isOwn ? cause : unreadable(cause.message);
  }
  const kept = await file;
  if (!kept) throw InvalidInputError.of('file', errorDetail('file_missing'));
  if (kept.bytes === 0) throw InvalidInputError.of('file', errorDetail('file_empty'));
  return kept;
}

async function keep(stream: Readable & { truncated?: boolean }, path: string, name: string): Promise<UploadedFile> {
  let bytes = 0;
  const count = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      yield chunk;
    }
  };
  // The parser goes on to the end of a file that is too long, and leaves the rest of it out.
  await pipeline(stream, count, createWriteStream(path, { mode: 0o600 }));
  return { path, name: shownName(name), bytes };
}

function parserOf(contentType: string, maxBytes: number): InstanceType<typeof Busboy> {
  try {
    const limits = { fileSize: maxBytes, files: 1, parts: MOST_PARTS, fields: MOST_PARTS, fieldSize: 1_024 };
    return new Busboy({ headers: { 'content-type': contentType }, limits });
  } catch (error) {
    throw unreadable((error as Error).message);
  }
}

function unreadable(reason: string): InvalidInputError {
  return InvalidInputError.of('file', errorDetail('invalid_form', { reason }));
}

/** Without what no text may have, and without the folders that some browsers name. */
function shownName(name: string): string {
  const own = name
    .split(/[\\/]/)
    .at(-1)!
    .replace(/[\p{Cc}\p{Cs}]/gu, '');
  return own.slice(0, LONGEST_NAME);
}
