// Questions whose answers decide which duties run. An answer is added to the event with its time.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { useProject, useProjectId } from "../../app/place";
import { Form } from "../../parts/form";
import { say } from "../../parts/toasts";
import { type Happening, useChange } from "./data";

export type Answer = "yes" | "no" | "unknown";

/** Ask is one question with its answer. */
export function Ask({
  fact,
  asks,
  value,
  onChange,
}: {
  fact: string;
  asks: string;
  value: Answer | undefined;
  onChange: (a: Answer) => void;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className="ask">
      <legend>{asks}</legend>
      {(["yes", "no", "unknown"] as const).map((a) => (
        <label key={a}>
          <input type="radio" name={`fact-${fact}`} checked={value === a} onChange={() => onChange(a)} />{" "}
          {t(`after.is.${a}`)}
        </label>
      ))}
    </fieldset>
  );
}

export function Questions({ event, may }: { event: Happening; may: boolean }) {
  const { t } = useTranslation();
  const id = useProjectId();
  const project = useProject();
  const [answers, setAnswers] = useState<Record<string, Answer>>({});
  const tell = useChange((facts: { name: string; is: Answer }[]) =>
    need(
      api.POST("/api/v1/projects/{project}/after/events/tell", {
        params: { path: { project: id } },
        body: { base: project.data?.head ?? "", event: event.file, facts },
      }),
    ),
  );
  const title = t("after.clocks.questions", { count: event.asks.length });
  if (!may)
    return (
      <details>
        <summary>{title}</summary>
        <ul>
          {event.asks.map((q) => (
            <li key={q.fact}>{q.asks}</li>
          ))}
        </ul>
      </details>
    );
  return (
    <details>
      <summary>{title}</summary>
      <Form
        submit={t("after.clocks.answer")}
        onSubmit={async () => {
          const facts = Object.entries(answers).map(([name, is]) => ({ name, is }));
          if (facts.length === 0) return;
          await tell.mutateAsync(facts);
          setAnswers({});
          say(t("after.clocks.answered", { count: facts.length }));
        }}
      >
        {event.asks.map((q) => (
          <Ask
            key={q.fact}
            fact={`${event.id}-${q.fact}`}
            asks={q.asks}
            value={answers[q.fact]}
            onChange={(a) => setAnswers({ ...answers, [q.fact]: a })}
          />
        ))}
      </Form>
    </details>
  );
}
