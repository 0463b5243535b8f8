import { type Actor, seesAllRegions, seesRegion } from './actor.js';
import type { User } from './user.entity.js';

export class ColleagueView {
  id: string;
  name: string;
  /** Of those that the caller sees; empty = all regions. */
  regionIds: string[];
}

/** Those who may sign in and see the region. */
export function colleaguesIn(users: Iterable<User>, regionId: number): User[] {
  return [...users].filter((user) => user.isActive && seesRegion(user, regionId));
}

/** Those with whom the actor may share work: who sees none of the actor's regions does not exist for them. */
export function colleaguesOf(users: Iterable<User>, actor: Actor): ColleagueView[] {
  return [...users].flatMap((user) => {
    const shared = user.regionIds.filter((id) => seesRegion(actor, id));
    const isApart = shared.length === 0 && !seesAllRegions(user);
    if (!user.isActive || isApart) return [];
    return [{ id: String(user.id), name: user.name, regionIds: shared.map(String) }];
  });
}
