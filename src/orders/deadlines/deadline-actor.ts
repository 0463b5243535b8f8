import { type Actor, THE_SERVICE } from '../../access/actor.js';

/** Whose name stands in histories for what the service did since nobody else did in time. */
export const DEADLINE_ACTOR: Actor = { ...THE_SERVICE, name: 'Срок вышел' };
