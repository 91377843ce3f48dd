// The text of one file of the project, and the choice of the file.
import { type Ref, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../parts/error-page";
import { Loading } from "../../parts/states";
import { Editor, type EditorHandle } from "../../text/editor";
import { useSnapshot, useWork } from "./context";
import { FileBar } from "./files";
import { completeWith, explainWith } from "./server";

interface WritingProps {
  path: string;
  paths: string[];
  open: (path: string | undefined) => void;
  /** goal is the place to go to when the file is shown. */
  goal?: { line: number; column: number };
  onLine: (line: number) => void;
  ref: React.RefObject<EditorHandle | null>;
}

const longest = 400_000; // characters of a file that is no YAML which are shown

export function Writing({ path, paths, open, goal, onLine, ref }: WritingProps) {
  const { t } = useTranslation();
  const { desk, organisation, readOnly } = useWork();
  const { view, base } = useSnapshot(desk);
  const [failed, setFailed] = useState<unknown>();
  const yaml = path.endsWith(".yaml");
  const first = useRef(goal);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision may have the file, or have it no more
  useEffect(() => {
    desk.text(path).then(() => setFailed(undefined), setFailed);
  }, [desk, path, base]);
  const text = desk.known(path);
  const there = text !== undefined;
  useEffect(() => {
    if (there && first.current) ref.current?.jump(first.current);
    if (there) first.current = undefined;
  }, [there, ref]);

  const findings = useMemo(
    () => [
      ...(view?.diagnostics.filter((d) => d.file === path) ?? []),
      ...(view?.gaps
        .filter((g) => g.file === path)
        .map((g) => ({
          ...g,
          code: g.check,
          severity: "warning",
          message: g.title,
          hint: view.checks[g.check]?.hint,
        })) ?? []),
    ],
    [view, path],
  );
  const since = () => desk.now.digest;
  const [helpers] = useState(() => ({
    complete: completeWith(organisation, since),
    explain: explainWith(organisation, since),
  }));
  return (
    <section className="system-text" aria-label={t("system.text")}>
      <FileBar path={path} paths={paths} open={open} />
      {failed !== undefined ? (
        <ErrorNotice error={failed} />
      ) : text === undefined ? (
        <Loading />
      ) : yaml ? (
        <Editor
          ref={ref as Ref<EditorHandle>}
          label={path}
          value={text}
          onChange={(next) => desk.write(path, next)}
          findings={findings}
          complete={helpers.complete}
          explain={helpers.explain}
          readOnly={readOnly}
          onCursor={(_, line) => onLine(line)}
        />
      ) : (
        <textarea
          className="system-plain"
          readOnly
          aria-label={path}
          value={
            text.length > longest
              ? `${text.slice(0, longest)}\n${t("system.cut", { count: text.length - longest })}`
              : text
          }
        />
      )}
    </section>
  );
}
