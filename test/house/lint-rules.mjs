import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { builtinRules } from 'eslint/use-at-your-own-risk';

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
const EMPTY_WORDS = /^(?:utils?|helpers?|common|types?|base)$/;
const EMPTY_ENDINGS = /-(?:utils?|helpers?)$/;
const SUITE_WORDS = new Set(['describe', 'it', 'test']);
const DIRECTIVE = /^\s*eslint(?:-disable(?:-next-line|-line)?)?(?:\s|$)/;
const NAMES_RULE_AND_REASON = /^\s*eslint\S*\s+[@a-z][\s\S]*?\s--\s+\S/;

/** A file bears the name of the one thing it holds, in kebab-case; `index.ts` stands at a package's entry only. */
const fileName = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      kebab: '{{part}} is not kebab-case.',
      empty: '{{part}} says nothing: name the thing inside.',
      index: 'index.ts stands at a package’s entry only.',
    },
  },
  create: (context) => ({
    Program(node) {
      const parts = relative(context.cwd, context.filename).split(/[\\/]/);
      const stems = parts.map((part) => part.replace(/^\./, '').replace(/(?:\.spec)?\.[a-z]+$/, ''));
      const report = (messageId, part) => context.report({ node, messageId, data: { part } });
      for (const part of stems.filter((stem) => !KEBAB.test(stem))) report('kebab', part);
      for (const part of stems.filter((stem) => EMPTY_WORDS.test(stem) || EMPTY_ENDINGS.test(stem)))
        report('empty', part);
      if (basename(context.filename) === 'index.ts' && !existsSync(join(dirname(context.filename), 'package.json')))
        report('index', 'index.ts');
    },
  }),
};

/** A disabled rule is named, and its reason follows ` -- `. Reported before the comment, or the comment would silence it. */
const reasonedDisable = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { reason: 'Name the rule and give the reason: eslint-disable-next-line rule -- reason.' },
  },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments().filter(({ value }) => DIRECTIVE.test(value))) {
        if (NAMES_RULE_AND_REASON.test(comment.value)) continue;
        const start = comment.value.includes('-line')
          ? { line: comment.loc.start.line, column: -1 }
          : { line: 0, column: -1 };
        context.report({ loc: { start, end: comment.loc.end }, messageId: 'reason' });
      }
    },
  }),
};

const rootName = (node) =>
  node.type === 'Identifier' ? node.name : rootName(node.callee ?? node.object ?? node.tag ?? { type: 'Identifier' });
const isSuite = ({ parent }) => parent?.type === 'CallExpression' && SUITE_WORDS.has(rootName(parent.callee));

const coreLength = builtinRules.get('max-lines-per-function');

/** ESLint's `max-lines-per-function`, except for the functions that `describe` and `it` are called with. */
const functionLength = {
  meta: coreLength.meta,
  create: (context) =>
    coreLength.create(
      Object.create(context, { report: { value: (found) => isSuite(found.node) || context.report(found) } }),
    ),
};

/** Whatever a package's `index.ts` offers has a docstring where it is declared. Needs types; silent without them. */
const documentedExports = {
  meta: { type: 'problem', schema: [], messages: { missing: '{{name}} is public and has no docstring.' } },
  create: (context) => ({
    Program(node) {
      const { program, esTreeNodeToTSNodeMap } = context.sourceCode.parserServices;
      const checker = program?.getTypeChecker();
      const entry = checker?.getSymbolAtLocation(esTreeNodeToTSNodeMap.get(node));
      if (!entry) return;
      const specifiers = node.body.flatMap((statement) => statement.specifiers ?? []);
      for (const symbol of checker.getExportsOfModule(entry)) {
        const declared = symbol.flags & ALIAS ? checker.getAliasedSymbol(symbol) : symbol;
        if (declared.getDocumentationComment(checker).length > 0) continue;
        const place = specifiers.find(({ exported }) => exported.name === symbol.name) ?? node;
        context.report({ node: place, messageId: 'missing', data: { name: symbol.name } });
      }
    },
  }),
};

/** TypeScript's SymbolFlags.Alias. */
const ALIAS = 2_097_152;

/** Lint rules of this house that no plugin offers. */
export const houseRules = {
  rules: {
    'documented-exports': documentedExports,
    'file-name': fileName,
    'function-length': functionLength,
    'reasoned-disable': reasonedDisable,
  },
};
