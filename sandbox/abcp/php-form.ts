export type Tree = { [name: string]: string | Tree };

const KEY = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

/** Reads a form as PHP does: `a[b][0]=1` is `{ a: { b: { 0: '1' } } }`; `undefined` for a name that PHP would read otherwise. */
export function readForm(text: string): Tree | undefined {
  const tree: Tree = Object.create(null) as Tree;
  for (const [name, value] of new URLSearchParams(text)) {
    const [, first, rest] = KEY.exec(name) ?? [];
    if (first === undefined || rest === undefined) return undefined;
    const steps = [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1]!)];
    if (!put(tree, steps, value)) return undefined;
  }
  return tree;
}

function put(tree: Tree, steps: string[], value: string): boolean {
  let place = tree;
  for (const [index, step] of steps.entries()) {
    const name = step === '' ? String(Object.keys(place).length) : step;
    if (index === steps.length - 1) {
      if (typeof place[name] === 'object') return false;
      place[name] = value;
    } else {
      const next = (place[name] ??= Object.create(null) as Tree);
      if (typeof next === 'string') return false;
      place = next;
    }
  }
  return true;
}
