// Operations on passkeys, which the server's description does not have yet. Once it has, this file goes.
import type { paths as described } from "./schema";

type Answer<T, Status extends number> = {
  [S in Status]: { headers: { [name: string]: unknown }; content: { "application/json": T } };
};
interface Done {
  204: { headers: { [name: string]: unknown }; content?: never };
}
interface Path<P = undefined> {
  query?: never;
  header?: never;
  path?: P;
  cookie?: never;
}
interface Post<Body, R> {
  parameters: Path;
  post: { parameters: Path; requestBody: { content: { "application/json": Body } }; responses: R };
}
interface Begin {
  parameters: Path;
  post: { parameters: Path; requestBody?: never; responses: Answer<{ options: unknown; state: string }, 200> };
}
interface Shown {
  state: string;
  credential: unknown;
}
type Session = described["/api/v1/session"]["get"]["responses"][200]["content"]["application/json"];

export interface PasskeyPaths {
  "/api/v1/session/passkey/begin": Begin;
  "/api/v1/session/passkey/finish": Post<Shown, Answer<Session, 200>>;
  "/api/v1/session/passkey/prove": Post<Shown, Done>;
  "/api/v1/account/passkeys": {
    parameters: Path;
    get: {
      parameters: Path;
      requestBody?: never;
      responses: Answer<{ items: { id: string; name: string; created: string; used?: string }[]; next?: string }, 200>;
    };
  };
  "/api/v1/account/passkeys/begin": Begin;
  "/api/v1/account/passkeys/finish": Post<Shown & { name: string }, Done>;
  "/api/v1/account/passkeys/{passkey}": {
    parameters: Path<{ passkey: string }>;
    delete: {
      parameters: { query?: never; header?: never; path: { passkey: string }; cookie?: never };
      requestBody?: never;
      responses: Done;
    };
  };
}
