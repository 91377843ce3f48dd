// Long work of the server: asked for once, worked by a job whose state is shown and which can be stopped, and then its result.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type Answered, api, need } from "../api/client";
import { inProject } from "../api/queries";
import { useWorking } from "../app/events";
import { ErrorNotice } from "./error-page";
import { Progress } from "./progress";

type Job = Answered<"/api/v1/projects/{project}/jobs/{job}", "get">;

/** Computed is the answer to a question of long work: the result, or the job that computes it. */
export interface Computed<T> {
  result?: T;
  job?: number;
}

interface ComputationProps<T> {
  project: string;
  /** name and question tell this work from any other. */
  name: string;
  question: unknown;
  /** ask asks the server; it may be called again. */
  ask: () => Promise<Computed<T>>;
  /** label names the work, such as "Options are computed". */
  label: string;
  children: (result: T) => ReactNode;
}

export function Computation<T>({ project, name, question, ask, label, children }: ComputationProps<T>) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const key = inProject(project, name, question);
  const asked = useQuery({ queryKey: key, queryFn: ask, staleTime: Number.POSITIVE_INFINITY });
  const id = asked.data?.result === undefined ? asked.data?.job : undefined;
  const path = { project, job: id ?? 0 };
  const working = useWorking();
  const job = useQuery({
    queryKey: inProject(project, "job", id),
    queryFn: () => need(api.GET("/api/v1/projects/{project}/jobs/{job}", { params: { path } })),
    enabled: id !== undefined,
    ...working,
    refetchInterval: (q) => !over(q.state.data?.state) && working.refetchInterval,
  });
  const stop = useMutation({
    mutationFn: () => need(api.POST("/api/v1/projects/{project}/jobs/{job}/cancel", { params: { path } })),
    onSettled: () => job.refetch(),
  });
  const state = job.data?.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs when the job is done, and the key stands for the question
  useEffect(() => {
    if (state === "done") void client.invalidateQueries({ queryKey: key });
  }, [state]);

  if (asked.error) return <ErrorNotice error={asked.error} retry={() => void asked.refetch()} />;
  if (asked.data?.result !== undefined) return <>{children(asked.data.result)}</>;
  const j = job.data;
  return (
    <>
      <Progress
        label={label}
        state={shown(state)}
        part={j && j.total > 0 ? j.done / j.total : undefined}
        detail={j?.error || stageOf(j, t)}
        onCancel={() => stop.mutate()}
        onRetry={() => void client.invalidateQueries({ queryKey: key })}
      />
      <ErrorNotice error={stop.error ?? job.error} />
    </>
  );
}

/** stageOf says what a job is at, and what it has found on the way. */
export function stageOf(job: Pick<Job, "stage" | "figures"> | undefined, t: TFunction): string {
  if (!job?.stage) return "";
  return t(`parts.stage.${job.stage}`, { ...job.figures, context: job.figures && "found", defaultValue: "" });
}

const over = (state?: string) => state === "done" || state === "failed" || state === "cancelled";

/** shown is the state as people see it: a job that is tried again is running, one that is done still has to be read. */
function shown(state?: string): "waiting" | "running" | "failed" | "cancelled" {
  if (state === "failed" || state === "cancelled") return state;
  return state === undefined || state === "waiting" ? "waiting" : "running";
}
