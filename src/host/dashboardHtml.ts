import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/**
 * The page's frame. Nothing is inline and nothing comes from a network; data arrives by message, since
 * JSON inside a script tag does not survive a project named `</script>`.
 */
export function dashboardHtml(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const uri = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uri("dashboard.css")}">
<title>OpenAI Spend</title>
</head>
<body>
<main id="app" data-locale="${vscode.env.language}"></main>
<script type="module" nonce="${nonce}" src="${uri("dashboard.js")}"></script>
</body>
</html>`;
}
