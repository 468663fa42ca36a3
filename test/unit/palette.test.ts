import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { checkout } from "../harness/checkout.ts";

type Triple = readonly [number, number, number];

const styles = path.join(checkout, "webview", "styles");
const themes = { dark: "darkModern", light: "lightModern", "high-contrast": "darkHighContrast", "high-contrast-light": "lightHighContrast" } as const;
type Theme = keyof typeof themes;
const themeNames = Object.keys(themes) as Theme[]; // keys of the table, by its type

function read(...place: readonly string[]): string {
  return readFileSync(path.join(...place), "utf8");
}

/** Linear red, green and blue of `#rrggbb`, 0 to 1. */
function linear(hex: string): Triple {
  const part = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

function times(matrix: readonly Triple[], [x, y, z]: Triple): Triple {
  const [first, second, third] = matrix.map(([a, b, c]) => a * x + b * y + c * z);
  return [first ?? 0, second ?? 0, third ?? 0];
}

/** OKLab as Björn Ottosson gives it. */
function oklab(color: Triple): Triple {
  const cones = times([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]], color);
  return times([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]], [Math.cbrt(cones[0]), Math.cbrt(cones[1]), Math.cbrt(cones[2])]);
}

/** What is seen, on linear colours: Machado, Oliveira and Fernandes 2009, at full strength. */
const sights: Readonly<Record<string, readonly Triple[]>> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

function seen(color: Triple, sight: readonly Triple[]): Triple {
  const [r, g, b] = times(sight, color);
  const clamp = (value: number): number => Math.min(1, Math.max(0, value));
  return oklab([clamp(r), clamp(g), clamp(b)]);
}

function contrast(a: Triple, b: Triple): number {
  const [low = 0, high = 0] = [a, b].map(([r, g, blue]) => 0.2126 * r + 0.7152 * g + 0.0722 * blue).sort((one, other) => one - other);
  return (high + 0.05) / (low + 0.05);
}

function ground(theme: Theme): Triple {
  const hex = /--vscode-editor-background:\s*(#[0-9a-f]{6})/i.exec(read(checkout, "test", "webview", "themes", `${themes[theme]}.css`))?.[1];
  assert.ok(hex, theme);
  return linear(hex);
}

/** What a style sheet says for the body in one theme. */
function block(sheet: string, theme: Theme): string {
  return new RegExp(`^body\\.vscode-${theme} \\{([^}]*)\\}`, "m").exec(read(styles, sheet))?.[1] ?? "";
}

/** Least distance in OKLab. In light high contrast all ten are dark, and the room between them is smaller. */
const leastApart: Readonly<Record<Theme, number>> = { dark: 0.08, light: 0.08, "high-contrast": 0.08, "high-contrast-light": 0.065 };

test("no two of a theme's ten colours come too close for normal, protan, deutan and tritan sight, and each stands out from the ground", () => {
  for (const theme of themeNames) {
    const colors = [...block("tokens.css", theme).matchAll(/--spend-series-(\d): (#[0-9a-f]{6});/g)].map(([, , hex = ""]) => hex);
    assert.equal(colors.length, 10, theme);
    for (const [at, color] of colors.entries()) {
      const most = contrast(linear(color), ground(theme));
      assert.ok(most >= (theme.startsWith("high") ? 4.5 : 3), `${theme}: ${color} has a contrast of ${most.toFixed(2)}`);
      for (const [sight, matrix] of Object.entries(sights))
        for (const other of colors.slice(at + 1)) {
          const apart = Math.hypot(...distance(seen(linear(color), matrix), seen(linear(other), matrix)));
          assert.ok(apart >= leastApart[theme], `${theme}, ${sight}: ${color} and ${other} are ${apart.toFixed(3)} apart`);
        }
    }
  }
});

test("each step of the heat map's ramp differs from the next by 0.06 or more in OKLab, and the first from the ground", () => {
  const mixes = [...read(styles, "heatMap.css").matchAll(/^\.heat-[1-8] \{ --mix: (\d+)%; \}/gm)].map(([, percent]) => Number(percent) / 100);
  assert.equal(mixes.length, 8);
  for (const theme of themeNames) {
    const heat = oklab(linear(/#[0-9a-f]{6}/.exec(block("heatMap.css", theme))?.[0] ?? ""));
    const whole = Math.hypot(...distance(heat, oklab(ground(theme))));
    for (const [step, mix] of mixes.entries()) {
      const apart = (mix - (mixes[step - 1] ?? 0)) * whole; // a mix in OKLab is a straight line there
      assert.ok(apart >= 0.06, `${theme}: step ${String(step + 1)} is ${apart.toFixed(3)} from the one before`);
    }
  }
});

function distance(a: Triple, b: Triple): Triple {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}
