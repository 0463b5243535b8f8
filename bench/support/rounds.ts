/** One thing that is measured; called once a round. */
export type Leg<T> = () => Promise<T>;

/** Measures all legs in turn, each round beginning with another one; answers each leg's figures, round by round. */
export async function inTurn<T>(legs: Record<string, Leg<T>>, rounds: number): Promise<Record<string, T[]>> {
  const names = Object.keys(legs);
  const results: Record<string, T[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length]!;
      results[name]!.push(await legs[name]!());
    }
  }
  return results;
}
