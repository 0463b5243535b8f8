/** Calls that are under way at once. */
const AT_ONCE = 4;

/** Some at a time, until one of them answers something: what is left is not begun. */
export async function aFewAtATime<Each, Answer>(
  all: Each[],
  call: (each: Each) => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const answers = await Promise.all(all.slice(start, start + AT_ONCE).map(call));
    const answer = answers.find((each) => each !== undefined);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
