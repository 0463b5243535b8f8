import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import { charsetOf, decodeBytes, isXml, mediaTypeOf } from './body-text.js';
import { parseExactJson } from './exact-json.js';
import { multipartFields, urlEncodedFields } from './form-fields.js';
import { formTree } from './form-tree.js';
import { InvalidBodyError, NotReadError } from './tree-bounds.js';
import { xmlTree } from './xml-tree.js';

/** Bytes of a message, as it is sent and as it is unpacked. */
export const LARGEST_MESSAGE = 1_048_576;

export interface RawBody {
  body: Buffer;
  contentType: string;
  headers: Record<string, unknown>;
}

export type Refusal = 'invalid_json' | 'invalid_body' | 'unsupported_type' | 'body_too_large';

/** A body that nothing can be made of. It is kept all the same. */
export class RefusedBody {
  constructor(
    readonly outcome: Refusal,
    readonly detail: ErrorDetail,
  ) {}
}

/** A body that is what it says it is. */
export interface ReadBody {
  /** SHA-256 of what was unpacked, hex. */
  hash: string;
  kind: 'json' | 'form' | 'xml';
  /** Numbers of JSON digit for digit; undefined when it was not read. */
  tree?: unknown;
  /** Why it was not read; null = it was. */
  problem: ErrorDetail | null;
}

interface BodyReader {
  kind: ReadBody['kind'];
  treeOf(body: Buffer, charset: string): unknown;
}

const gunzipped = promisify(gunzip);

/** Unpacks, decodes and parses a body by what its headers say it is. */
export async function readBody(raw: RawBody): Promise<ReadBody | RefusedBody> {
  const body = await unpacked(raw);
  if (body instanceof RefusedBody) return body;
  const reader = readerOf(raw.contentType);
  const charset = charsetOf(raw.contentType, body);
  if (!reader || !charset) {
    return new RefusedBody('unsupported_type', errorDetail('unsupported_type'));
  }
  const { kind, treeOf } = reader;
  const hash = sha256(body);
  try {
    return { hash, kind, tree: await treeOf(body, charset), problem: null };
  } catch (error) {
    if (error instanceof NotReadError) return { hash, kind, problem: error.detail };
    if (!(error instanceof InvalidBodyError)) throw error;
    return new RefusedBody(kind === 'json' ? 'invalid_json' : 'invalid_body', error.detail);
  }
}

/** The bytes that were sent, before they were packed for the way. */
export async function unpacked({ body, headers }: Pick<RawBody, 'body' | 'headers'>): Promise<Buffer | RefusedBody> {
  const encoding = String(headers['content-encoding'] ?? '')
    .trim()
    .toLowerCase();
  if (encoding === '' || encoding === 'identity') return body;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    return new RefusedBody('unsupported_type', errorDetail('unsupported_encoding'));
  }
  try {
    return await gunzipped(body, { maxOutputLength: LARGEST_MESSAGE });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return new RefusedBody('body_too_large', errorDetail('unpacked_too_large'));
    return new RefusedBody('invalid_body', errorDetail('invalid_gzip', { reason: message }));
  }
}

/** How a body of this type is read; undefined for one that is not taken. */
function readerOf(contentType: string): BodyReader | undefined {
  if (isXml(contentType)) return { kind: 'xml', treeOf: (body, charset) => xmlTree(decodeBytes(body, charset)) };
  switch (mediaTypeOf(contentType)) {
    case 'application/json':
      return { kind: 'json', treeOf: (body, charset) => parseExactJson(decodeBytes(body, charset)) };
    case 'application/x-www-form-urlencoded':
      return { kind: 'form', treeOf: (body, charset) => formTree(urlEncodedFields(body, charset)) };
    case 'multipart/form-data':
      return {
        kind: 'form',
        treeOf: async (body, charset) => formTree(await multipartFields(body, contentType, charset)),
      };
    default:
      return undefined;
  }
}
