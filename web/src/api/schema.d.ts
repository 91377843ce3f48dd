// Written by hand until it is generated from docs/reference/openapi.json by openapi-typescript; the shapes of that tool.
// Only what the shell itself calls is here.

interface Json<T> {
  headers: { [name: string]: unknown };
  content: { "application/json": T };
}
interface Nothing {
  headers: { [name: string]: unknown };
  content?: never;
}
interface Wrong {
  headers: { [name: string]: unknown };
  content: { "application/problem+json": Problem };
}
interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  hint?: string;
  fields?: { path: string; text: string }[];
}
interface NoParameters {
  query?: never;
  header?: never;
  path?: never;
  cookie?: never;
}
type Operation<Answer, Body = never, Parameters = NoParameters> = {
  parameters: Parameters;
  responses: { 200: Answer; default: Wrong };
} & ([Body] extends [never] ? { requestBody?: never } : { requestBody: { content: { "application/json": Body } } });
interface OfId {
  query?: never;
  header?: never;
  path: { id: string };
  cookie?: never;
}
interface OfProject {
  query?: never;
  header?: never;
  path: { project: string };
  cookie?: never;
}

interface Session {
  account?: { id: string; email: string; name: string; language: string; operator: boolean };
  organisations?: { id: string; name: string; role: string }[];
  "first-run": boolean;
  providers?: { id: string; title: string }[];
  version: string;
}
interface Ceremony {
  options: unknown;
  state: string;
}
interface Answered {
  state: string;
  credential: unknown;
}
interface Passkey {
  id: string;
  name: string;
  created: string;
  used?: string;
}
interface SessionRecord {
  id: string;
  created: string;
  seen: string;
  address?: string;
  agent?: string;
  current: boolean;
}
interface Token {
  id: string;
  name: string;
  scopes: string[];
  created: string;
  expires?: string;
  used?: string;
}
interface List<T> {
  items: T[];
  next?: string;
}
interface ProjectRecord {
  id: string;
  organisation: string;
  name: string;
  head: string;
  created: string;
  changed: string;
  archived?: string;
  roles?: string[];
}

export interface paths {
  "/api/v1/session": {
    parameters: NoParameters;
    get: Operation<Json<Session>>;
    post: Operation<Json<Session>, { email: string; password: string }>;
    delete: Operation<Nothing>;
  };
  "/api/v1/session/passkey/begin": { parameters: NoParameters; post: Operation<Json<Ceremony>> };
  "/api/v1/session/passkey/finish": { parameters: NoParameters; post: Operation<Json<Session>, Answered> };
  "/api/v1/session/prove": {
    parameters: NoParameters;
    post: Operation<Nothing, { password: string } | Answered>;
  };
  "/api/v1/setup": {
    parameters: NoParameters;
    post: Operation<
      Json<Session>,
      { code: string; email: string; name: string; password: string; organisation: string; language: string }
    >;
  };
  "/api/v1/account": {
    parameters: NoParameters;
    patch: Operation<Json<NonNullable<Session["account"]>>, { name?: string; language?: string }>;
  };
  "/api/v1/account/password": { parameters: NoParameters; post: Operation<Nothing, { old: string; new: string }> };
  "/api/v1/account/passkeys": { parameters: NoParameters; get: Operation<Json<List<Passkey>>> };
  "/api/v1/account/passkeys/begin": { parameters: NoParameters; post: Operation<Json<Ceremony>> };
  "/api/v1/account/passkeys/finish": {
    parameters: NoParameters;
    post: Operation<Json<Passkey>, Answered & { name: string }>;
  };
  "/api/v1/account/passkeys/{id}": { parameters: OfId; delete: Operation<Nothing, never, OfId> };
  "/api/v1/account/sessions": { parameters: NoParameters; get: Operation<Json<List<SessionRecord>>> };
  "/api/v1/account/sessions/{id}": { parameters: OfId; delete: Operation<Nothing, never, OfId> };
  "/api/v1/account/tokens": {
    parameters: NoParameters;
    get: Operation<Json<List<Token>>>;
    post: Operation<Json<Token & { secret: string }>, { name: string; scopes: string[]; expires?: string }>;
  };
  "/api/v1/account/tokens/{id}": { parameters: OfId; delete: Operation<Nothing, never, OfId> };
  "/api/v1/projects/{project}": { parameters: OfProject; get: Operation<Json<ProjectRecord>, never, OfProject> };
}
