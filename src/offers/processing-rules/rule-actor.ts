import { type Actor, THE_SERVICE } from '../../access/actor.js';

const LONGEST_NAME = 200;

/** Rules as histories name them. @param names of the rules that decide together */
export function actorOf(names: string[]): Actor {
  const name = names.length === 1 ? `Правило «${names[0]}»` : `Правила ${names.map((each) => `«${each}»`).join(', ')}`;
  return { ...THE_SERVICE, name: name.slice(0, LONGEST_NAME) };
}
