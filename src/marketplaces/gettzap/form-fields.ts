import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as pause } from 'node:timers/promises';
import { Busboy } from '@fastify/busboy';
import { decodeBytes, decoderOf, percentDecoded } from './body-text.js';
import type { FormField } from './form-tree.js';
import { InvalidBodyError, NotReadError } from './tree-bounds.js';
import { errorDetail } from '../../platform/error-texts.js';

const MAX_PARTS = 2_000;
/** So much of a multipart body is read before others have their turn. */
const PIECE = 64 * 1_024;

/**
 * The fields of an `application/x-www-form-urlencoded` body, one by one: whoever reads them may have enough before the last.
 * @throws InvalidBodyError
 */
export function* urlEncodedFields(body: Buffer, charset: string): Generator<FormField> {
  const decode = decoderOf(charset);
  const textOf = (bytes: Buffer) => decode(percentDecoded(bytes));
  for (let from = 0, end = 0; from < body.length; from = end + 1) {
    const next = body.indexOf('&', from);
    end = next < 0 ? body.length : next;
    const pair = body.subarray(from, end);
    if (pair.length === 0) continue;
    const at = pair.indexOf('=');
    yield at < 0 ? [textOf(pair), ''] : [textOf(pair.subarray(0, at)), textOf(pair.subarray(at + 1))];
  }
}

/**
 * The parts of a `multipart/form-data` body. Files are fields like others where they are text, and empty where not.
 * @throws InvalidBodyError, NotReadError
 */
export async function multipartFields(body: Buffer, contentType: string, charset: string): Promise<FormField[]> {
  const parts: Array<Promise<FormField>> = [];
  const parser = parserOf(contentType);
  let failure: Error | undefined;
  const finished = new Promise<void>((resolve) => {
    parser.on('finish', resolve);
    parser.on('error', (error: unknown) => {
      failure ??= invalidForm(error as Error);
      resolve();
    });
  });
  parser.on('file', (name: string, stream: Readable, fileName: string | undefined) => {
    const content = buffer(stream).then((bytes): FormField => [name, textOf(bytes, charset, fileName !== undefined)]);
    content.catch(() => undefined); // it is awaited with the others, unless the whole fails before
    parts.push(content);
  });
  parser.on('partsLimit', () => (failure ??= new NotReadError(errorDetail('too_many_parts', { max: MAX_PARTS }))));
  for (let from = 0; from < body.length && !failure; from += PIECE) {
    parser.write(body.subarray(from, from + PIECE));
    await pause();
  }
  parser.end();
  if (!failure) await finished;
  if (failure) throw failure;
  return Promise.all(parts);
}

/** Every part comes as its bytes: the parser knows neither windows-1251 nor what is no text. */
function parserOf(contentType: string): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      isPartAFile: () => true,
      limits: { parts: MAX_PARTS },
    });
  } catch (error) {
    throw invalidForm(error as Error);
  }
}

/** It ends too early, or has no parts or no boundary. */
function invalidForm({ message }: Error): InvalidBodyError {
  return new InvalidBodyError(errorDetail('invalid_form', { reason: message }));
}

function textOf(bytes: Buffer, charset: string, isFile: boolean): string {
  try {
    return decodeBytes(bytes, charset);
  } catch (error) {
    if (isFile) return ''; // a picture; it is left to the journal
    throw error;
  }
}
