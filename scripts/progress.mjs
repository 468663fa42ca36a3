const HEARTBEAT_MS = 10_000;

/** @param {number} ms */
export function seconds(ms) {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** @param {string} text */
export function say(text) {
  process.stdout.write(text + "\n");
}

/**
 * Runs one step of the set-up and shows that it is alive: its name when it starts, a line every ten seconds, how long it took.
 * A step that ends at once is told in a single line.
 * @template T
 * @param {string} name
 * @param {(detail: (text: string) => void) => Promise<T>} work is given a function that names what it is doing
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const start = Date.now();
  let doing = "";
  let announced = false;
  const announce = () => {
    if (announced) return;
    announced = true;
    say(`… ${name}`);
  };
  const first = setTimeout(announce, 1000);
  const beat = setInterval(() => {
    say(`  ${name}: ${seconds(Date.now() - start)}${doing && `, ${doing}`}`);
  }, HEARTBEAT_MS);
  try {
    const result = await work((text) => {
      doing = text;
    });
    say(`✓ ${name} (${seconds(Date.now() - start)})`);
    return result;
  } catch (error) {
    say(`✗ ${name} (${seconds(Date.now() - start)})`);
    throw error;
  } finally {
    clearTimeout(first);
    clearInterval(beat);
  }
}
