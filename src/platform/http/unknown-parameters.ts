import { CanActivate, ExecutionContext, SetMetadata } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { errorDetail } from '../error-texts.js';
import { InvalidInputError } from '../errors.js';
import { MAX_ERRORS, MAX_PATH_LENGTH } from './validation.js';

const ALLOWED = Symbol('unknownParametersAllowed');

/** The calls of this controller are another's to name, who may add what we know nothing of. */
export const AllowUnknownParameters = () => SetMetadata(ALLOWED, true);

/** Refuses parameters of an address by name where a call takes none; where it takes some, its DTO says which. */
export class UnknownParameters implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    const names = Object.keys(query as object);
    if (names.length > 0 && !takesParameters(context)) {
      throw new InvalidInputError(
        names
          .slice(0, MAX_ERRORS)
          .map((name) => ({ path: name.slice(0, MAX_PATH_LENGTH), ...errorDetail('unknown_field') })),
      );
    }
    return true;
  }
}

function takesParameters(context: ExecutionContext): boolean {
  const controller = context.getClass();
  const taken = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, context.getHandler().name) as object | undefined;
  const isQuery = (key: string) => key.startsWith(`${RouteParamtypes.QUERY}:`);
  return Reflect.hasMetadata(ALLOWED, controller) || Object.keys(taken ?? {}).some(isQuery);
}
