import { cached, chat, use } from "./activity.ts";
import type { Activity } from "./activity.ts";
import { dayOf, isoDate, monday, secondsPerDay } from "./calendar.ts";
import { sampleId } from "./hash.ts";
import type { People } from "./people.ts";
import { campaignName } from "./people.ts";
import { imagePrices, trainingPrices } from "./tariffs.ts";

/** What comes and goes by the calendar. Tied to dates, never to `now`: what has happened does not move as time goes on. */

const tunedBase = "gpt-4.1-mini-2025-04-14";
const keptWeeks = 58;

/** Every Monday a new fine-tuned model goes live for ten days: so there is always a model that was never used before this week. */
export function fineTunes(seed: number, now: number): readonly Activity[] {
  const thisWeek = monday(dayOf(now));
  return Array.from({ length: keptWeeks }, (_, index) => thisWeek - 7 * index).map((day) => {
    const date = isoDate(day * secondsPerDay);
    const model = `ft:${tunedBase}:brightwater:support-${date}:${sampleId("", date, seed, 8)}`;
    const to = isoDate((day + 10) * secondsPerDay);
    return chat("support-prod", model, "product", 75, 2400, 210, { from: date, to, ...cached(0.3) });
  });
}

/** Training happens on the day before, and is billed without usage rows. */
export function training(now: number): readonly Activity[] {
  const thisWeek = monday(dayOf(now));
  return Array.from({ length: keptWeeks }, (_, index) => thisWeek + 6 - 7 * index).map((day): Activity => ({
    key: "support-staging",
    endpoint: null,
    requestsPerDay: 12,
    inputPerRequest: 90_000,
    rhythm: "flat",
    prices: trainingPrices(tunedBase),
    more: { api_source: "unlabeled" },
    from: isoDate(day * secondsPerDay),
    to: isoDate((day + 1) * secondsPerDay),
  }));
}

export function campaignWork(people: People): readonly Activity[] {
  return people.projects.flatMap((project): readonly Activity[] => {
    const year = new Date(project.createdAt * 1000).getUTCFullYear();
    if (project.name !== campaignName(year)) return [];
    const key = `${project.name} key`;
    const life = { from: `${String(year)}-02-02`, to: `${String(year)}-08-31` };
    return [
      chat(key, "gpt-4.1-2025-04-14", "office", 95, 3400, 800, life),
      {
        ...use(key, "images", "office", 30, 2, imagePrices["gpt-image-1"] ?? [], {
          model: "gpt-image-1",
          size: "1024x1024",
          source: "image.generation",
        }),
        ...life,
      },
    ];
  });
}
