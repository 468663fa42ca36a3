/**
 * What a row can be told apart by, and how a request is narrowed to some of it: one table, from which group-by
 * fields, filter parameters and column headings follow. Sources: OpenAI's OpenAPI document of 2026-08-21, and the
 * types of `openai` 7.57 for what is newer (api_source, line_items, costs by user).
 */
interface DimensionSpec {
  /** Column heading. */
  readonly label: string;
  readonly plural: string;
  /** Request parameter that keeps only some values. */
  readonly filter?: string;
  /** The only values the API accepts in that filter; absent where any text goes. */
  readonly values?: readonly string[];
  /** `true` where the filter is one boolean instead of a list. */
  readonly boolean?: true;
}

export const dimensions = {
  project_id: { label: "Project", plural: "projects", filter: "project_ids" },
  line_item: { label: "Line item", plural: "line items", filter: "line_items" },
  model: { label: "Model", plural: "models", filter: "models" },
  user_id: { label: "User", plural: "users", filter: "user_ids" },
  api_key_id: { label: "API key", plural: "API keys", filter: "api_key_ids" },
  batch: { label: "Batch", plural: "batch", filter: "batch", values: ["true", "false"], boolean: true },
  service_tier: { label: "Service tier", plural: "service tiers" },
  api_source: { label: "API source", plural: "API sources" },
  size: {
    label: "Image size",
    plural: "image sizes",
    filter: "sizes",
    values: ["256x256", "512x512", "1024x1024", "1792x1792", "1024x1792"],
  },
  source: {
    label: "Image source",
    plural: "image sources",
    filter: "sources",
    values: ["image.generation", "image.edit", "image.variation"],
  },
  vector_store_id: { label: "Vector store", plural: "vector stores", filter: "vector_store_ids" },
  context_level: {
    label: "Context level",
    plural: "context levels",
    filter: "context_levels",
    values: ["low", "medium", "high"],
  },
} as const satisfies Record<string, DimensionSpec>;

export type Dimension = keyof typeof dimensions;
/** Every filter parameter of every endpoint, by its name on the wire. */
export type FilterName = Extract<(typeof dimensions)[Dimension], { filter: string }>["filter"];

export const allDimensions = Object.keys(dimensions) as readonly Dimension[];

export function dimensionSpec(dimension: Dimension): DimensionSpec {
  return dimensions[dimension];
}

export function isDimension(text: string): text is Dimension {
  return Object.hasOwn(dimensions, text);
}

/** The dimension that a filter parameter narrows. */
export function dimensionOfFilter(filter: string): Dimension | undefined {
  return allDimensions.find((dimension) => dimensionSpec(dimension).filter === filter);
}
