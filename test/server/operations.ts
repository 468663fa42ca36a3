import { documentedOperations } from "./openapi.ts";
import type { Operation, Parameter } from "./openapi.ts";

/**
 * What the server takes: the documented operations, and what the `openai` package (7.57) knows beyond the document. Written from those
 * two, not from the product's own table of sources, so that each can be wrong alone.
 */

const groupByAdditions: Readonly<Record<string, readonly string[]>> = {
  costs: ["user_id", "api_source"],
  "usage/completions": ["api_source"],
  "usage/web_search_calls": ["api_source"],
};

const parameterAdditions: Readonly<Record<string, readonly Parameter[]>> = {
  costs: [{ name: "line_items", in: "query", schema: { type: "array", items: { type: "string" } } }],
};

function extended(operation: Operation): Operation {
  const added = groupByAdditions[operation.endpoint] ?? [];
  const parameters = operation.parameters.map((parameter): Parameter => {
    if (parameter.name !== "group_by" || added.length === 0) return parameter;
    const values = [...(parameter.schema.items?.enum ?? []), ...added];
    return { ...parameter, schema: { type: "array", items: { type: "string", enum: values } } };
  });
  return { ...operation, parameters: [...parameters, ...(parameterAdditions[operation.endpoint] ?? [])] };
}

function allOperations(): readonly Operation[] {
  const documented = documentedOperations.map(extended);
  const completions = documented.find((operation) => operation.endpoint === "usage/completions");
  // The document does not know decisions; the package gives them the parameters of completions.
  return completions === undefined ? documented : [...documented, { ...completions, endpoint: "usage/decisions" }];
}

export const operations = allOperations();

/** The operation that a path names; `path` without `/v1/organization/`. */
export function findOperation(path: string): Operation | undefined {
  const parts = path.split("/");
  return operations.find((operation) => {
    const pattern = operation.endpoint.split("/");
    return pattern.length === parts.length && pattern.every((part, index) => part.startsWith("{") || part === parts[index]);
  });
}
