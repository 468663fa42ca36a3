import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { checkout } from "./scripts/checkout.mjs";
import { importWalls } from "./scripts/importWalls.mjs";

const noDefaultExport = {
  selector: "ExportDefaultDeclaration, ExportSpecifier[exported.name='default']",
  message: "Export it by name.",
};

export default defineConfig(
  { ignores: ["dist/", "out/", "node_modules/", "test/fixtures/"] },
  {
    files: ["**/*.ts", "**/*.mjs"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: checkout } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { project: { rules: { "import-walls": importWalls } } },
    rules: {
      "project/import-walls": "error",
      "no-console": "error",
      "no-restricted-syntax": ["error", noDefaultExport],
      eqeqeq: "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports", disallowTypeAnnotations: false }],
      // The compiler reports these.
      "@typescript-eslint/no-unused-vars": "off",
      // Numbers in templates are what is meant; a handler may return what it calls.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // What vscode declares as a class, such as Disposable, is meant by shape.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      // A method may be async because its interface is.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // Fixtures are objects of functions, taken apart where they are used.
      "@typescript-eslint/unbound-method": "off",
      // node:test waits for its tests itself.
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", package: "node:test", name: ["test", "it", "describe", "suite"] }] },
      ],
    },
  },
  {
    // Types come from comments here, and what npm or a page says is any.
    files: ["**/*.mjs"],
    rules: {
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  { files: ["eslint.config.mjs", "scripts/testReporter.mjs", "**/*.d.ts"], rules: { "no-restricted-syntax": "off" } },
);
