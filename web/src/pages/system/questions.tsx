// Open questions of the engine as a form: each answer is a fact in the text, and changes the levels at once.
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../parts/states";
import { find, useSnapshot, useWork } from "./context";
import type { Question } from "./types";

const most = 30; // shown at once

/** ordered puts first what most threats wait for. */
export function ordered(questions: readonly Question[]): Question[] {
  return [...questions].sort(
    (a, b) =>
      b.decides.length - a.decides.length ||
      (a.element < b.element ? -1 : a.element > b.element ? 1 : a.fact < b.fact ? -1 : 1),
  );
}

/** Questions shows those about one element, or all. */
export function Questions({ about }: { about?: string }) {
  const { t } = useTranslation();
  const { desk } = useWork();
  const { view } = useSnapshot(desk);
  const [shown, setShown] = useState(most);
  const list = useMemo(
    () => ordered(view?.questions ?? []).filter((q) => about === undefined || q.element === about),
    [view, about],
  );
  if (!view) return null;
  if (list.length === 0) return about ? null : <Empty title={t("system.noQuestions")} />;
  return (
    <>
      <ul className="system-list">
        {list.slice(0, shown).map((q) => (
          <Ask key={`${q.element} ${q.fact}`} question={q} />
        ))}
      </ul>
      {list.length > shown && (
        <button type="button" onClick={() => setShown(shown + most)}>
          {t("system.moreQuestions", { count: list.length - shown })}
        </button>
      )}
    </>
  );
}

function Ask({ question: q }: { question: Question }) {
  const { t } = useTranslation();
  const { desk, run, readOnly, choose } = useWork();
  const { view } = useSnapshot(desk);
  const [waiting, setWaiting] = useState(false);
  const fact = view?.facts[q.fact];
  const what = find(view?.graph, q.element);
  const title = what?.title ?? q.element;
  if (!fact) return null;
  const question = fact.question.replaceAll("{it}", title);
  const answerable = !readOnly && what && !what.imported;
  const answer = async (value: string) => {
    setWaiting(true);
    await run(t("system.answered", { what: fact.title, title }), [
      { do: "set", id: q.element, path: ["facts", q.fact], value },
    ]);
    setWaiting(false);
  };
  return (
    <li>
      <div>
        <fieldset className="system-question" disabled={waiting}>
          <legend>{question}</legend>
          <p className="muted small">
            {fact.why} {t("system.decides", { count: q.decides.length })}{" "}
            {what && (
              <button type="button" className="link" onClick={() => choose(q.element)}>
                {title}
              </button>
            )}
          </p>
          {answerable ? (
            <div className="row">
              {fact.answers.map((a) => (
                <button key={a} type="button" onClick={() => void answer(a)}>
                  {a === "yes" || a === "no" ? t(`system.${a}`) : a.replaceAll("-", " ")}
                </button>
              ))}
            </div>
          ) : (
            !readOnly && <p className="small">{t(what ? "system.answerThere" : "system.answerInText")}</p>
          )}
        </fieldset>
      </div>
    </li>
  );
}
