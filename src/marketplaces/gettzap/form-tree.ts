import { emptyTree, TreeBounds } from './tree-bounds.js';

/** Name and value of a field, in their order. */
export type FormField = [name: string, value: string];

/** Fields below one name, by their keys. */
class Level {
  readonly entries = new Map<string, Node>();
  /** What `[]` stands for next. */
  private next = 0;

  keyOf(part: string): string {
    const key = part === '' ? String(this.next) : part;
    if (/^(0|[1-9]\d{0,8})$/.test(key)) this.next = Math.max(this.next, Number(key) + 1);
    return key;
  }
}

/** The values of one name; more than one when it was repeated. */
type Node = string[] | Level;

/**
 * Reads fields as a tree for an adapter expression: names like `a[b][]` are nested as PHP does, what has the keys 0, 1, … is an array, a
 * name that is repeated has an array of its values. Where a name is both a value and a level, the later one counts.
 * @throws NotReadError
 */
export function formTree(fields: Iterable<FormField>): Record<string, unknown> {
  const bounds = new TreeBounds();
  const root = new Level();
  for (const [name, value] of fields) {
    bounds.countValue();
    const parts = partsOf(name);
    bounds.checkDepth(parts.length);
    insert(root, parts, value, bounds);
  }
  return objectOf(root);
}

/** `a[b][]` → `a`, `b`, ``; a name whose brackets do not pair is a name as it stands. */
function partsOf(name: string): string[] {
  const start = name.indexOf('[');
  if (start <= 0 || !/^(\[[^[\]]*\])+$/.test(name.slice(start))) return [name];
  return [name.slice(0, start), ...name.slice(start + 1, -1).split('][')];
}

function insert(root: Level, parts: string[], value: string, bounds: TreeBounds): void {
  let level = root;
  const last = parts.length - 1;
  parts.forEach((part, index) => {
    const key = index === 0 ? part : level.keyOf(part);
    const present = level.entries.get(key);
    if (index < last) {
      const below = present instanceof Level ? present : new Level();
      if (below !== present) bounds.countValue();
      level.entries.set(key, below);
      level = below;
    } else if (Array.isArray(present)) {
      present.push(value);
    } else {
      level.entries.set(key, [value]);
    }
  });
}

function treeOf(node: Node): unknown {
  if (Array.isArray(node)) return node.length === 1 ? node[0] : node;
  const isList = [...node.entries.keys()].every((key, index) => key === String(index));
  return isList ? [...node.entries.values()].map(treeOf) : objectOf(node);
}

function objectOf({ entries }: Level): Record<string, unknown> {
  const object = emptyTree();
  for (const [key, node] of entries) object[key] = treeOf(node);
  return object;
}
