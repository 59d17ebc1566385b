/** What stands in a place of a call: a text, a number, or a field of what the template was given (`[]` is all of it). */
export type Operand =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'field'; readonly path: readonly string[] };

/** One step of a pipeline: a function with what it is called with, before the result of the step before. */
export type Step = { readonly name: string | undefined; readonly operands: readonly Operand[] };

/** A piece of a template. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly steps: readonly Step[] }
  | {
      readonly kind: 'if';
      readonly steps: readonly Step[];
      readonly then: readonly Piece[];
      readonly otherwise: readonly Piece[];
    }
  | { readonly kind: 'define'; readonly name: string; readonly body: readonly Piece[] };

/** A template says something that is outside the part of the language which the chart may use. */
export class OutsideTheSubset extends Error {
  override readonly name = 'OutsideTheSubset';
  constructor(readonly action: string) {
    super(`the chart's templates may not say {{ ${action} }}`);
  }
}

type Token = { readonly kind: 'text' | 'action'; readonly text: string };

const action = /\{\{(-?)\s*([\s\S]*?)\s*(-?)\}\}/g;

/** Texts and actions; a dash takes the white space on its side away. */
const tokensOf = (template: string): readonly Token[] => {
  const tokens: Token[] = [];
  let [at, trims] = [0, false];
  for (const found of template.matchAll(action)) {
    const [whole, left = '', text = '', right = ''] = found;
    const before = template.slice(at, found.index);
    const kept = trims ? before.trimStart() : before;
    tokens.push({ kind: 'text', text: left === '-' ? kept.trimEnd() : kept }, { kind: 'action', text });
    [at, trims] = [found.index + whole.length, right === '-'];
  }
  const rest = template.slice(at);
  return [...tokens, { kind: 'text', text: trims ? rest.trimStart() : rest }];
};

const word = /"(?:[^"\\]|\\.)*"|\||[^\s|"]+/g;

const operandOf = (text: string, whole: string): Operand => {
  if (text.startsWith('"')) {
    const value: unknown = JSON.parse(text);
    return { kind: 'text', text: String(value) };
  }
  if (/^\d+$/.test(text)) return { kind: 'number', number: Number(text) };
  if (text === '.') return { kind: 'field', path: [] };
  if (/^(\.[A-Za-z][A-Za-z0-9]*)+$/.test(text)) return { kind: 'field', path: text.slice(1).split('.') };
  throw new OutsideTheSubset(whole);
};

const stepOf = (words: readonly string[], whole: string): Step => {
  const [first = '', ...rest] = words;
  if (first === '.Files.Get') return { name: first, operands: rest.map((text) => operandOf(text, whole)) };
  const isName = /^[a-z][A-Za-z]*$/.test(first);
  const operands = (isName ? rest : words).map((text) => operandOf(text, whole));
  if (!isName && operands.length !== 1) throw new OutsideTheSubset(whole);
  return { name: isName ? first : undefined, operands };
};

const stepsOf = (text: string, whole: string): readonly Step[] => {
  const steps: string[][] = [[]];
  for (const [found] of text.matchAll(word)) {
    if (found === '|') steps.push([]);
    else steps.at(-1)?.push(found);
  }
  return steps.map((words) => stepOf(words, whole));
};

/** What is open while a template is read: pieces are put into the innermost. */
type Open = { readonly close: (pieces: readonly Piece[]) => Piece; readonly pieces: Piece[] };

const definition = (rest: string, whole: string): Open => {
  const [step] = stepsOf(rest, whole);
  const [name] = step?.operands ?? [];
  if (name?.kind !== 'text') throw new OutsideTheSubset(whole);
  return { close: (body) => ({ kind: 'define', name: name.text, body }), pieces: [] };
};

const opened = (text: string): Open | undefined => {
  const [, keyword, rest = ''] = /^(if|define)\s+([\s\S]+)$/.exec(text) ?? [];
  if (keyword === undefined) return undefined;
  if (keyword === 'define') return definition(rest, text);
  const steps = stepsOf(rest, text);
  return { close: (then) => ({ kind: 'if', steps, then, otherwise: [] }), pieces: [] };
};

const alternative = ({ close, pieces }: Open): Open => {
  const first = close(pieces);
  return { close: (otherwise) => (first.kind === 'if' ? { ...first, otherwise } : first), pieces: [] };
};

/**
 * Reads a template of the chart. The chart keeps to a part of the language, so that it can be rendered here: fields,
 * pipelines of a few functions, `if` with `else`, and named parts. Throws OutsideTheSubset for anything else.
 */
export const parseTemplate = (template: string): readonly Piece[] => {
  const stack: Open[] = [];
  const pieces: Piece[] = [];
  const put = (piece: Piece): void => void (stack.at(-1)?.pieces ?? pieces).push(piece);
  const act = (text: string): void => {
    const open = opened(text);
    if (open !== undefined) return void stack.push(open);
    if (text !== 'end' && text !== 'else') return put({ kind: 'value', steps: stepsOf(text, text) });
    const innermost = stack.pop();
    if (innermost === undefined) throw new OutsideTheSubset(text);
    if (text === 'else') stack.push(alternative(innermost));
    else put(innermost.close(innermost.pieces));
  };
  for (const { kind, text } of tokensOf(template)) {
    if (kind === 'text') put({ kind: 'text', text });
    else act(text);
  }
  if (stack.length > 0) throw new OutsideTheSubset('an end is missing');
  return pieces;
};
