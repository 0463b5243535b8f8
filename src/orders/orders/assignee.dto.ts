import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Actor } from '../../access/actor.js';
import type { User } from '../../access/user.entity.js';
import { idsOf } from '../../platform/collections.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import { IdFilter } from '../../platform/http/filters.js';

/** The user who looks after an order. */
export class AssigneeView {
  id: string;
  name: string;
}

export type AssigneeChoice = number | 'me' | 'none';

/** Whose orders a list shows; `?assignee=` (empty) means no filter. */
export function AssigneeFilter(): PropertyDecorator {
  return IdFilter({
    or: ['me', 'none'],
    description: 'A user’s id, `me`, or `none` for those that nobody looks after, or a user who is blocked.',
  });
}

export function presentAssignee(userId: number | null, users: ReadonlyMap<number, User>): AssigneeView | null {
  const user = userId === null ? undefined : users.get(userId);
  return user ? { id: String(user.id), name: user.name } : null;
}

/**
 * Leaves out what others look after; who is blocked looks after nothing. @param column e.g. `order.assigneeId`
 * @throws InvalidInputError for an API key that asks for its own: it is nobody
 */
export function limitToAssignee<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  column: string,
  assignee: AssigneeChoice,
  actor: Actor,
  users: ReadonlyMap<number, User>,
): SelectQueryBuilder<T> {
  if (assignee === 'none') {
    const blocked = [...users.values()].filter(({ isActive }) => !isActive);
    if (blocked.length === 0) return query.andWhere(`${column} IS NULL`);
    return query.andWhere(`(${column} IS NULL OR ${column} IN (:...blocked))`, { blocked: idsOf(blocked) });
  }
  const assigneeId = assignee === 'me' ? actor.userId : assignee;
  if (assigneeId === null) throw InvalidInputError.of('assignee', errorDetail('me_is_nobody'));
  return query.andWhere(`${column} = :assigneeId`, { assigneeId });
}
