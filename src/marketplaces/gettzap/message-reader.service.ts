import { Injectable } from '@nestjs/common';
import { ExpressionError } from '../../platform/expressions/expression-error.js';
import { Expressions } from '../../platform/expressions/expressions.service.js';
import { IncomingMessage } from '../../orders/external-orders/incoming-message.js';
import { RawBody, ReadBody, readBody, RefusedBody } from './body-reader.js';
import { notUnderstood, readMessage } from './contract.js';
import { parseExactJson, jsonForExpression } from './exact-json.js';
import { errorDetail } from '../../platform/error-texts.js';

const NEEDS_EXPRESSION = {
  form: errorDetail('form_needs_expression'),
  xml: errorDetail('xml_needs_expression'),
};

/** Understands bodies: unpacked, decoded, parsed, put through the connection's expression where there is one, read by the contract. */
@Injectable()
export class MessageReader {
  constructor(private readonly expressions: Expressions) {}

  /**
   * @param inbound JSONata of this connection; "" = the body is the contract's
   * @returns what is not what it says it is comes back as refused; what the expression cannot turn into the contract, as unreadable
   * @throws UnavailableError `expressions_busy`
   */
  async read(raw: RawBody, inbound: string, connectionId: number): Promise<IncomingMessage | RefusedBody> {
    const read = await readBody(raw);
    if (read instanceof RefusedBody) return read;
    if (inbound === '' || read.problem) return this.asItIs(read);
    try {
      return readMessage(await this.adapt(read.tree, inbound, connectionId), read.hash);
    } catch (error) {
      if (error instanceof ExpressionError) return notUnderstood(error.toFieldError('adapter.inbound'), read.hash);
      throw error;
    }
  }

  /** What it says without an expression: only JSON can be the contract's. */
  asItIs({ kind, tree, problem, hash }: ReadBody): IncomingMessage {
    if (problem) return notUnderstood({ path: '', ...problem }, hash);
    if (kind !== 'json') return notUnderstood({ path: '', ...NEEDS_EXPRESSION[kind] }, hash);
    return readMessage(tree, hash);
  }

  /**
   * What the expression makes of a parsed body; numbers are kept digit for digit.
   * @param connectionId whose expression it is; none = it is only tried
   * @throws ExpressionError also when it gives nothing
   */
  async adapt(parsed: unknown, inbound: string, connectionId?: number): Promise<unknown> {
    const json = await this.expressions.evaluate(inbound, jsonForExpression(parsed), connectionId?.toString());
    if (json === undefined) throw new ExpressionError(inbound, errorDetail('expression_gave_nothing'));
    try {
      return parseExactJson(json);
    } catch (error) {
      throw new ExpressionError(inbound, errorDetail('expression_unreadable', { reason: (error as Error).message }));
    }
  }
}
