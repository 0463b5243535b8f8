import { SaxesParser } from 'saxes';
import { emptyTree, InvalidBodyError, NotReadError, TreeBounds } from './tree-bounds.js';
import { errorDetail } from '../../platform/error-texts.js';

type Tree = Record<string, unknown>;

interface OpenElement {
  name: string;
  tree: Tree;
  text: string;
}

/**
 * Reads XML as a tree for an adapter expression: `{ root: { child: … } }`. Attributes are `@name`, the text beside attributes or children
 * is `#text`, repeated elements are arrays, all values are texts. Nothing is declared or looked up: no document type, no entities but
 * XML's own five.
 * @throws InvalidBodyError, NotReadError
 */
export function xmlTree(text: string): Tree {
  const parser = new SaxesParser();
  const bounds = new TreeBounds();
  const document: OpenElement = { name: '', tree: emptyTree(), text: '' };
  const open = [document];
  parser.on('error', (error) => {
    throw new InvalidBodyError(errorDetail('invalid_xml', { reason: error.message.replace(/\.$/, '') }));
  });
  parser.on('doctype', () => {
    throw new NotReadError(errorDetail('document_type'));
  });
  parser.on('attribute', () => bounds.countValue());
  parser.on('opentag', ({ name, attributes }) => {
    bounds.countValue();
    bounds.checkDepth(open.length);
    const tree = emptyTree();
    for (const [attribute, value] of Object.entries(attributes)) tree[`@${attribute}`] = value;
    open.push({ name, tree, text: '' });
  });
  const addText = (piece: string) => {
    open.at(-1)!.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = open.pop()!;
    add(open.at(-1)!.tree, closed.name, contentOf(closed));
  });
  parser.write(text).close();
  return document.tree;
}

function contentOf({ tree, text }: OpenElement): unknown {
  if (Object.keys(tree).length === 0) return text;
  if (text.trim() !== '') tree['#text'] = text;
  return tree;
}

function add(parent: Tree, name: string, value: unknown): void {
  const present = parent[name];
  if (present === undefined) parent[name] = value;
  else if (Array.isArray(present)) present.push(value);
  else parent[name] = [present, value];
}
