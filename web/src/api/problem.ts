// What went wrong in a call, in a form that pages can show: RFC 9457 problems, and calls that got no answer at all.

/** FieldError is one thing that is wrong in what was sent; path is as in the JSON, such as email or files.system.yaml. */
export interface FieldError {
  path: string;
  text: string;
}

/** ApiError is a call that did not do what was asked. status is 0 when there was no answer. */
export class ApiError extends Error {
  readonly status: number;
  /** kind is the last part of the problem's type, such as "stale"; empty if the server named none. */
  readonly kind: string;
  readonly hint: string;
  readonly fields: FieldError[];
  /** body is the whole answer, for problems that carry more, such as the parts of a conflict. */
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown> = {}) {
    super(text(body.detail) || text(body.title));
    this.name = "ApiError";
    this.status = status;
    const type = text(body.type);
    this.kind = type === "about:blank" ? "" : (type.split(/[/:#]/).pop() ?? "");
    this.hint = text(body.hint);
    this.fields = fields(body);
    this.body = body;
  }
}

function text(v: unknown): string {
  return typeof v === "string" ? v : "";
}

/** fields reads ours (fields: path, text) and those of the server's validation (errors: location, message). */
function fields(body: Record<string, unknown>): FieldError[] {
  const out: FieldError[] = [];
  for (const list of [body.fields, body.errors]) {
    if (!Array.isArray(list)) continue;
    for (const f of list) {
      if (typeof f !== "object" || f === null) continue;
      const path = (text(f.path) || text(f.location)).replace(/^body\.?/, "");
      out.push({ path, text: text(f.text) || text(f.message) });
    }
  }
  return out;
}

/** asApiError makes one of anything that was thrown. */
export function asApiError(e: unknown): ApiError {
  if (e instanceof ApiError) return e;
  return new ApiError(0, { detail: e instanceof Error ? e.message : String(e) });
}
