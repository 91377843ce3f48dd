// The frame around all pages: skip link, header, side navigation, main.
import { Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, Route, Router, Switch, useLocation } from "wouter";
import { ApiError } from "../api/problem";
import { keep, kept } from "../look/kept";
import { ErrorBoundary, ErrorPage } from "../parts/error-page";
import { Empty, Loading } from "../parts/states";
import { useEvents } from "./events";
import { Header } from "./header";
import { Here, parsePlace, useProject } from "./place";
import { type PageRoute, pageOf, routes } from "./routes";
import { useSession } from "./session";
import { Side } from "./side";

export function Shell() {
  const { t } = useTranslation();
  const [path] = useLocation();
  const place = useMemo(() => parsePlace(path), [path]);
  const [open, setOpen] = useState(false);
  useEvents(place.organisation);
  return (
    <Here value={place}>
      <a className="skip" href="#main">
        {t("shell.skip")}
      </a>
      <div className="shell">
        <Header open={open} setOpen={setOpen} />
        <Side open={open} close={() => setOpen(false)} />
        <main className="shell-main" id="main" tabIndex={-1}>
          <ErrorBoundary key={`${place.base} ${place.rest.split("/")[1]}`}>
            <Suspense fallback={<Loading />}>
              <Pages />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
    </Here>
  );
}

function Pages() {
  const [path] = useLocation();
  const session = useSession();
  const place = parsePlace(path);
  const Profile = pageOf("profile");
  if (path === "/") return <Start />;
  if (path === "/profile" && Profile) return <Profile />;
  if (!place.organisation || !session.organisations?.some((o) => o.id === place.organisation)) {
    return <ErrorPage error={new ApiError(404)} />;
  }
  keep("organisation", place.organisation);
  return (
    <Router base={place.base}>
      {place.project ? <ProjectPages key={place.project} /> : <PagesOf of="organisation" />}
    </Router>
  );
}

/** Start goes to the organisation one was in last. */
function Start() {
  const { t } = useTranslation();
  const { organisations = [] } = useSession();
  const to = organisations.find((o) => o.id === kept("organisation")) ?? organisations[0];
  if (to) return <Redirect to={`/o/${to.id}`} replace />;
  return <Empty title={t("shell.noOrganisation")}>{t("shell.noOrganisationSays")}</Empty>;
}

function ProjectPages() {
  const project = useProject();
  if (project.error) return <ErrorPage error={project.error} retry={() => void project.refetch()} />;
  if (!project.data) return <Loading />;
  return <PagesOf of="project" />;
}

function PagesOf({ of }: { of: PageRoute["of"] }) {
  const { t } = useTranslation();
  const [path] = useLocation();
  return (
    <Switch>
      {routes.flatMap((r) => {
        const Page = r.of === of && pageOf(r.topic);
        return Page ? [<Route key={r.topic} path={r.path} component={Page} />] : [];
      })}
      <Route>
        {path === "/" ? (
          <Empty title={t("shell.choose")}>
            <Link href="~/profile">{t("nav.profile")}</Link>
          </Empty>
        ) : (
          <ErrorPage error={new ApiError(404)} />
        )}
      </Route>
    </Switch>
  );
}
