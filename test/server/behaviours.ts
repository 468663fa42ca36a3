import type { Exchange } from "./exchange.ts";
import { cursorTrouble } from "./cursorTrouble.ts";
import type { CursorTrouble } from "./cursorTrouble.ts";
import { hugePage } from "./hugePage.ts";
import { pageTrouble } from "./pageTrouble.ts";
import type { PageTrouble } from "./pageTrouble.ts";
import { requestTrouble } from "./requestTrouble.ts";
import type { RequestTrouble } from "./requestTrouble.ts";
import { wireTrouble } from "./wireTrouble.ts";
import type { WireTrouble } from "./wireTrouble.ts";

/** Acts on one exchange. True where it has answered (or has seen to it that no answer comes), false to let others answer. */
export type Misbehave = (exchange: Exchange) => Promise<boolean> | boolean;

/** What each kind of behaviour is told. */
export interface Behaviours extends WireTrouble, PageTrouble, CursorTrouble, RequestTrouble {
  /** One bucket with so many rows, or as many as fill so many megabytes, streamed. */
  readonly huge: { readonly rows?: number; readonly megabytes?: number };
}

export type Behaviour = { readonly [Name in keyof Behaviours]: { readonly does: Name } & Behaviours[Name] }[keyof Behaviours];

/** Makes the code of one kind of behaviour. What it keeps between requests lives as long as its rule. */
export type Makers<Of> = { readonly [Name in keyof Of]: (told: Of[Name]) => Misbehave };

const makers: Makers<Behaviours> = { ...wireTrouble, ...pageTrouble, ...cursorTrouble, ...requestTrouble, huge: hugePage };

export function behaviourOf(behaviour: Behaviour): Misbehave {
  // `does` picks the maker whose argument this very member of the union is; TypeScript cannot follow that.
  const make = makers[behaviour.does] as (told: Behaviour) => Misbehave;
  return make(behaviour);
}
