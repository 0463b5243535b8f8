import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Type } from '@nestjs/common';
import type { ObjectLiteral } from 'typeorm';
import { sha256 } from './sha256.js';

const IV_BYTES = 12;
/** A shorter one, which Node would take too, is easier to forge. */
const TAG_BYTES = 16;

/**
 * Keeps secrets in the database unreadable without the service's key: AES-256-GCM, written as `v1.<key id>.<iv>.<tag>.<text>`.
 * The place (`table:row:column`) is bound in, so a ciphertext that was moved into another row is refused.
 */
export class SecretBox {
  private readonly current: { id: string; key: Buffer };
  private readonly keys: Map<string, Buffer>;

  /** @param keys 32 bytes each; the first encrypts, the others only decrypt */
  constructor(keys: [Buffer, ...Buffer[]]) {
    this.current = { id: keyId(keys[0]), key: keys[0] };
    this.keys = new Map(keys.map((key) => [keyId(key), key]));
  }

  seal(plain: string, place: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.current.key, iv).setAAD(Buffer.from(place));
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return ['v1', this.current.id, ...[iv, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join(
      '.',
    );
  }

  /** Whether it was sealed with the key that encrypts now. */
  isCurrent(sealed: string): boolean {
    return sealed.split('.')[1] === this.current.id;
  }

  /** Whether it was sealed with one of the keys. */
  hasKeyOf(sealed: string): boolean {
    return this.keys.has(sealed.split('.')[1] ?? '');
  }

  /** @returns undefined where `open` would throw */
  tryOpen(sealed: string, place: string): string | undefined {
    try {
      return this.open(sealed, place);
    } catch {
      return undefined;
    }
  }

  /** @throws Error when the key is unknown, the text was changed, or it belongs to another place */
  open(sealed: string, place: string): string {
    const [version, id, iv, tag, text] = sealed.split('.');
    const key = this.keys.get(id ?? '');
    if (version !== 'v1' || !key) throw new Error(`A secret at ${place} was sealed with a key that is not configured.`);
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv ?? '', 'base64url'), options)
      .setAAD(Buffer.from(place))
      .setAuthTag(Buffer.from(tag ?? '', 'base64url'));
    return decipher.update(Buffer.from(text ?? '', 'base64url'), undefined, 'utf8') + decipher.final('utf8');
  }
}

function keyId(key: Buffer): string {
  return sha256(key).slice(0, 8);
}

/** A column with sealed secrets, as the module that owns it describes it. "" = there is none. */
export interface SealedColumn<T extends ObjectLiteral & { id: number } = ObjectLiteral & { id: number }> {
  entity: Type<T>;
  column: keyof T & string;
  /** What a secret is bound to. */
  placeOf(row: T): string;
}
