/** What the model tells of itself; `vscode.LogOutputChannel` is one. Lines hold no key. */
export interface Log {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}
