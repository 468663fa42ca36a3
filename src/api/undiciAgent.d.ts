// undici's types describe its root only; this file is the one that leaves the global dispatcher alone.
declare module "undici/lib/dispatcher/agent.js" {
  import type { Agent } from "undici";
  const agent: typeof Agent;
  export default agent;
}
