/** Noon of the present UTC day in Unix milliseconds: a time no midnight is near. */
export function noonToday(): number {
  return Math.floor(Date.now() / 86_400_000) * 86_400_000 + 43_200_000;
}
