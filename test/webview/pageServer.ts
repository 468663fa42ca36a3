import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { checkout } from "../harness/checkout.ts";

export const themes = {
  darkModern: { body: "vscode-dark", kind: "vscode-dark" },
  lightModern: { body: "vscode-light", kind: "vscode-light" },
  darkHighContrast: { body: "vscode-high-contrast", kind: "vscode-high-contrast" },
  lightHighContrast: { body: "vscode-high-contrast-light vscode-high-contrast", kind: "vscode-high-contrast-light" },
} as const;
export type ThemeName = keyof typeof themes;

const types = { ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2" } as const;

/** The built page, and around it what VS Code and the host put there: the same policy, theme variables and body classes. */
export async function servePage(): Promise<{ url: string; close: () => void }> {
  // Where the built page lies; another place can be named while the page is worked on.
  const built = process.env["OPENAI_SPEND_DASHBOARD"] ?? path.join(checkout, "dist");
  const fixtures = path.join(checkout, "test", "webview", "themes");
  const fonts = path.join(checkout, "node_modules", "@fontsource", "inter", "files");
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://page");
    const theme = themes[(searchParams.get("theme") ?? "darkModern") as ThemeName];
    const name = path.basename(pathname);
    if (name === "favicon.ico") return void response.writeHead(204).end();
    if (name === "") {
      const nonce = randomBytes(16).toString("base64");
      const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src http://${request.headers.host ?? ""}; font-src http://${request.headers.host ?? ""}; img-src http://${request.headers.host ?? ""}`;
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy });
      response.end(html(searchParams.get("theme") ?? "darkModern", theme, nonce, searchParams.get("locale") ?? "en"));
      return;
    }
    const folder = name.startsWith("dashboard.") ? built : name.endsWith(".woff2") ? fonts : fixtures;
    const type = types[path.extname(name) as keyof typeof types];
    void readFile(path.join(folder, name)).then(
      (text) => response.writeHead(200, { "content-type": type }).end(text),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return { url: `http://127.0.0.1:${String(address.port)}/`, close: () => server.close() };
}

function html(themeName: string, theme: (typeof themes)[ThemeName], nonce: string, locale: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>OpenAI Spend</title>
<link rel="stylesheet" href="webviewDefaults.css"><link rel="stylesheet" href="${themeName}.css" id="theme">
<link rel="stylesheet" href="font.css">
<link rel="stylesheet" href="dashboard.css">
</head>
<body class="${theme.body}" data-vscode-theme-kind="${theme.kind}">
<main id="app" data-locale="${locale}"></main>
<script type="module" nonce="${nonce}" src="dashboard.js"></script>
</body>
</html>`;
}
