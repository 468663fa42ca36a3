import document from "../fixtures/openapi-admin.json" with { type: "json" };

/** The API's own description of itself: what the server checks requests against. */

export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $ref?: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface Operation {
  /** Without the leading `/organization/`: `usage/completions`, `projects/{project_id}/api_keys`. */
  readonly endpoint: string;
  readonly parameters: readonly Parameter[];
  readonly response: Schema;
}

interface RawOperation {
  readonly parameters: readonly Parameter[];
  readonly responses: { readonly "200": { readonly content: { readonly "application/json": { readonly schema: Schema } } } };
}

const paths: Readonly<Record<string, { readonly get: RawOperation }>> = document.paths;
export const schemas: Readonly<Record<string, Schema>> = document.components.schemas;

export const documentedOperations: readonly Operation[] = Object.entries(paths).map(([path, { get }]) => ({
  endpoint: path.replace("/organization/", ""),
  parameters: get.parameters,
  response: get.responses["200"].content["application/json"].schema,
}));

/** What a `$ref` points at. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : (schemas[name] ?? {});
}
