import type { Activity } from "./activity.ts";
import { dayOf, utcSeconds } from "./calendar.ts";
import { campaignWork, fineTunes, training } from "./calendarWork.ts";
import { hashText, sampleId } from "./hash.ts";
import type { People } from "./people.ts";
import { otherWork, textWork } from "./standingWork.ts";
import type { Stream } from "./stream.ts";

function toStream(activity: Activity, people: People, seed: number): Stream {
  const key = activity.key === null ? undefined : people.key(activity.key);
  const identity = JSON.stringify([activity.key, activity.endpoint, activity.more, activity.from ?? ""]);
  const since = dayOf(key?.createdAt ?? utcSeconds("2024-06-03"));
  return {
    hash: hashText(identity, seed),
    endpoint: activity.endpoint,
    dimensions: { project_id: key?.projectId ?? null, api_key_id: key?.id ?? null, user_id: key?.ownerId ?? null, ...activity.more },
    fromDay: activity.from === undefined ? since : dayOf(utcSeconds(activity.from)),
    toDay: activity.to === undefined ? Number.POSITIVE_INFINITY : dayOf(utcSeconds(activity.to)),
    requestsPerDay: activity.requestsPerDay,
    rhythm: activity.rhythm,
    spikes: activity.spikes ?? false,
    inputPerRequest: activity.inputPerRequest,
    outputPerRequest: activity.outputPerRequest ?? 0,
    shares: activity.shares ?? {},
    prices: activity.prices,
  };
}

/** All streams that are alive at some time in the 13 months before `now`. */
export function sampleStreams(people: People, seed: number, now: number): readonly Stream[] {
  const vectorStore = (name: string): string => sampleId("vs_", name, seed);
  const activities = [...textWork(), ...otherWork(vectorStore), ...fineTunes(seed, now), ...training(now), ...campaignWork(people)];
  return activities.map((activity) => toStream(activity, people, seed));
}
