// Who else has a system open at this moment, and where in it: said and heard over the event stream.
import { useEffect, useState } from "react";
import { api } from "../api/client";
import { onStream } from "./events";

/** Place is where somebody is in a system. */
export interface Place {
  file?: string;
  element?: string;
  unsaved: boolean;
}

/** Present is somebody else who is there. */
export interface Present extends Place {
  account: string;
  name: string;
}

/** parsePresence reads who is in a project from the data of a message; undefined if it is about another one, or nothing of the kind. */
export function parsePresence(data: string, project: string): Present[] | undefined {
  try {
    const is = JSON.parse(data);
    return is?.project === project && Array.isArray(is.people) ? is.people : undefined;
  } catch {
    return undefined;
  }
}

/** initials are the first letters of the first and the last name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return first.map((w) => [...(w ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}

const settle = 400; // milliseconds until a place is said, so that not each step of a walk through the text is
const again = 30_000; // milliseconds after which it is said again: the server forgets it after 90 seconds

/** usePresence says where one is while the page is shown, and gives who else is there. */
export function usePresence(project: string, { file, element, unsaved }: Place): Present[] {
  const [people, setPeople] = useState<Present[]>([]);
  const [stream, setStream] = useState<string>();

  useEffect(
    () =>
      onStream((kind, data) => {
        if (kind === "hello") setStream(JSON.parse(data).stream);
        if (kind !== "presence")
          setPeople([]); // of a stream that is not open any more nobody knows
        else setPeople((old) => parsePresence(data, project) ?? old);
      }),
    [project],
  );

  // What is said may get lost: it is said again, and whoever is not heard of is not there. So nothing is done about errors.
  useEffect(() => {
    if (!stream) return;
    const params = { path: { project, stream } };
    const say = () =>
      void api
        .PUT("/api/v1/projects/{project}/presence/{stream}", { params, body: { file, element, unsaved } })
        .catch(() => {});
    const soon = setTimeout(say, settle);
    const often = setInterval(say, again);
    return () => {
      clearTimeout(soon);
      clearInterval(often);
    };
  }, [project, stream, file, element, unsaved]);

  useEffect(() => {
    if (!stream) return;
    const params = { path: { project, stream } };
    return () => void api.DELETE("/api/v1/projects/{project}/presence/{stream}", { params }).catch(() => {});
  }, [project, stream]);

  return people;
}
