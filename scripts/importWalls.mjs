import path from "node:path";
import { checkout } from "./checkout.mjs";

/**
 * Which part of the source may see which: imports point one way.
 * `sees`: other parts; `packages`: names, or a name with a path where only that file of it may be imported;
 * `types`: packages of which only types may be imported.
 * @typedef {{ sees: readonly string[]; packages: readonly string[]; types?: readonly string[] }} Wall
 */

const PURE = ["src/domain", "src/shared"];
const BELOW_MODEL = [...PURE, "src/api", "src/history", "src/sample", "src/worker"];

/** Where the folders of two rows nest, the longer one counts. @type {Readonly<Record<string, Wall>>} */
const WALLS = {
  "src/domain": { sees: [], packages: [] },
  "src/shared": { sees: ["src/domain"], packages: ["valibot"] },
  // The root of undici sets the global dispatcher, which the extension host shares with every other extension.
  "src/api": { sees: ["src/domain"], packages: ["undici/lib/dispatcher/agent.js"], types: ["undici"] },
  "src/history": { sees: ["src/domain"], packages: ["node:"] },
  "src/sample": { sees: ["src/domain", "src/api"], packages: [] },
  // The thread that keeps history: what it is asked, how it is reached, and what runs in it.
  "src/worker": { sees: ["src/domain", "src/api", "src/history", "src/sample"], packages: ["node:"] },
  "src/model": { sees: BELOW_MODEL, packages: ["valibot"] },
  "src/host": { sees: [...BELOW_MODEL, "src/model"], packages: ["vscode", "node:"] },
  "src/main.ts": { sees: [...BELOW_MODEL, "src/model", "src/host"], packages: ["vscode", "node:"] },
  "src/extension.ts": { sees: ["src/main.ts"], packages: ["vscode"] },
  webview: { sees: PURE, packages: ["chart.js", "lit-html"] },
  "webview/toolkitLibrary.ts": { sees: ["webview"], packages: ["@vscode/webview-ui-toolkit"] },
};

/**
 * Why this file may not import that, or undefined when it may.
 * @param {string} file relative to the checkout
 * @param {string} specifier
 * @param {boolean} typesOnly
 * @returns {string | undefined}
 */
export function importProblem(file, specifier, typesOnly) {
  const part = partOf(file);
  const wall = part === undefined ? undefined : WALLS[part];
  if (part === undefined || wall === undefined) return undefined;
  if (specifier.startsWith(".")) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    const targetPart = partOf(target);
    const allowed = targetPart !== undefined && (targetPart === part || wall.sees.includes(targetPart) || sameFolder(part, targetPart));
    return allowed ? undefined : `${part} may not see ${targetPart ?? target}: it sees ${listed([part, ...wall.sees])}.`;
  }
  const allowed = [...wall.packages, ...(typesOnly ? (wall.types ?? []) : [])].some((name) => covers(name, specifier));
  return allowed ? undefined : `${part} may not import "${specifier}": its packages are ${listed(wall.packages)}.`;
}

/** @param {string} file */
function partOf(file) {
  return Object.keys(WALLS)
    .filter((part) => file === part || file.startsWith(`${part}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/**
 * A file with a wall of its own is still seen by the folder it lies in.
 * @param {string} part
 * @param {string} targetPart
 */
function sameFolder(part, targetPart) {
  return targetPart.startsWith(`${part}/`);
}

/**
 * @param {string} name
 * @param {string} specifier
 */
function covers(name, specifier) {
  if (name.endsWith(":")) return specifier.startsWith(name);
  return specifier === name || specifier.startsWith(`${name}/`);
}

/** @param {readonly string[]} names */
function listed(names) {
  return names.length === 0 ? "none" : names.join(", ");
}

/** The same as an ESLint rule, over every form of import. @type {import("eslint").Rule.RuleModule} */
export const importWalls = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const file = path.relative(checkout, context.filename).replaceAll("\\", "/");
    /**
     * @param {import("estree").Node} node
     * @param {unknown} specifier
     * @param {boolean} typesOnly
     */
    const check = (node, specifier, typesOnly) => {
      const problem = typeof specifier === "string" ? importProblem(file, specifier, typesOnly) : undefined;
      if (problem !== undefined) context.report({ node, message: problem });
    };
    /** @param {import("estree").Node} node */
    const isType = (node) => ("importKind" in node && node.importKind === "type") || ("exportKind" in node && node.exportKind === "type");
    return {
      ImportDeclaration: (node) => check(node, node.source.value, isType(node)),
      ExportNamedDeclaration: (node) => check(node, node.source?.value, isType(node)),
      ExportAllDeclaration: (node) => check(node, node.source.value, isType(node)),
      ImportExpression: (node) => check(node, node.source.type === "Literal" ? node.source.value : undefined, false),
      // `import("…")` as a type.
      "TSImportType > Literal": (/** @type {import("estree").Literal} */ node) => check(node, node.value, true),
      'CallExpression[callee.name="require"]': (/** @type {import("estree").CallExpression} */ node) => {
        const [first] = node.arguments;
        check(node, first?.type === "Literal" ? first.value : undefined, false);
      },
    };
  },
};
