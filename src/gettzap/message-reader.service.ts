import { Injectable } from '@nestjs/common';
import { ExpressionError } from '../expressions/expression-error.js';
import { Expressions } from '../expressions/expressions.service.js';
import { IncomingMessage } from '../external-orders/incoming-message.js';
import { sha256 } from '../shared/sha256.js';
import { decodeBody } from './body-text.js';
import { notAdapted, readMessage } from './contract.js';
import { InvalidJsonError, parseExactJson } from './exact-json.js';
import { jsonForExpression } from './plain-tree.js';

/** Understands bodies: decoded, parsed, put through the connection's expression where there is one, read by the contract. */
@Injectable()
export class MessageReader {
  constructor(private readonly expressions: Expressions) {}

  /**
   * @param inbound JSONata of this connection; "" = the body is the contract's
   * @returns what is no JSON comes back as the error; what the expression cannot turn into the contract, as unreadable
   * @throws UnavailableError `expressions_busy`
   */
  async read(
    { body, contentType }: { body: Buffer; contentType: string },
    inbound: string,
    connectionId: number,
  ): Promise<IncomingMessage | InvalidJsonError> {
    const parsed = parseBody(body, contentType);
    if (parsed instanceof InvalidJsonError) return parsed;
    const bodyHash = bodyHashOf(body);
    if (inbound === '') return readMessage(parsed, bodyHash);
    try {
      return readMessage(await this.adapt(parsed, inbound, connectionId), bodyHash);
    } catch (error) {
      if (error instanceof ExpressionError) return notAdapted(error.toFieldError('adapter.inbound'), bodyHash);
      throw error;
    }
  }

  /**
   * What the expression makes of a parsed body; numbers are kept digit for digit.
   * @param connectionId whose expression it is; none = it is only tried
   * @throws ExpressionError also when it gives nothing
   */
  async adapt(parsed: unknown, inbound: string, connectionId?: number): Promise<unknown> {
    const json = await this.expressions.evaluate(inbound, jsonForExpression(parsed), connectionId?.toString());
    if (json === undefined) throw new ExpressionError(inbound, { message: 'it gave nothing for this message' });
    try {
      return parseExactJson(json);
    } catch (error) {
      throw new ExpressionError(inbound, { message: `its result cannot be read: ${(error as Error).message}` });
    }
  }
}

/** SHA-256 of a raw body, hex. */
export function bodyHashOf(body: Buffer): string {
  return sha256(body);
}

/** Numbers digit for digit. */
export function parseBody(body: Buffer, contentType: string): unknown {
  let text: string;
  try {
    text = decodeBody(body, contentType);
  } catch {
    return new InvalidJsonError('its bytes are not text in the given charset.');
  }
  try {
    return parseExactJson(text);
  } catch (error) {
    if (error instanceof InvalidJsonError) return error;
    throw error;
  }
}
