import { readFileSync } from "node:fs";
import path from "node:path";
import { checkout } from "../../harness/checkout.ts";

/** What the tests read of package.json; a field that is missing there fails the test that looks at it. */
export interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly icon: string;
  readonly main: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly extensionKind: readonly string[];
  readonly activationEvents: readonly string[];
  readonly capabilities: unknown;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string; readonly icon?: string; readonly enablement?: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly title: string; readonly icon: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly name: string; readonly icon: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly when: string; readonly contents: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string; readonly group?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly WalkthroughStep[] }[];
  };
}

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly scope: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownDescription: string;
}

interface WalkthroughStep {
  readonly id: string;
  readonly description: string;
  readonly media: Readonly<Record<string, string>>;
  readonly completionEvents?: readonly string[];
}

export function readCheckout(file: string): string {
  return readFileSync(path.join(checkout, file), "utf8");
}

export const manifestText = readCheckout("package.json");
export const manifest = JSON.parse(manifestText) as Manifest; // the repository's own file; wrong shapes fail in the tests
